/** The simulation: that it is clean, that it is deterministic, and that it would notice. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation;
