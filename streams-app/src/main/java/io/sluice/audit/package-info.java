/** The journal's hash chain. */
@org.jspecify.annotations.NullMarked
package io.sluice.audit;
