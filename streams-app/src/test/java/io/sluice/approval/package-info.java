/** Tests of what vouches for a decision. */
@org.jspecify.annotations.NullMarked
package io.sluice.approval;
