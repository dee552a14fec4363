/** Approvals: what is asked of a reviewer, what a reviewer decides, and whether a decision may be used. */
@org.jspecify.annotations.NullMarked
package io.sluice.approval;
