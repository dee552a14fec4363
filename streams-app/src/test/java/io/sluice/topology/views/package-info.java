/** The views over a journal in the test's hand. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.views;
