/** The deterministic simulation: one seed is one schedule of the real machine in a simulated world. Start at {@link Simulation}. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation;
