/** The simulated world around the real machine: time, chance, the log with its transactions, processes, lives and their ends. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation.world;
