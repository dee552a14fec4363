/** Policy: may this effect happen, and on which conditions. */
@org.jspecify.annotations.NullMarked
package io.sluice.policy;
