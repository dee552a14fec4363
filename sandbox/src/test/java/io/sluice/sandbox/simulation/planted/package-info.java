/** Bugs, planted where the simulated world has its seams, so that the simulation can be seen to find them. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation.planted;
