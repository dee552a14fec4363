/** Which transitions of the machine a run has reached, and which cannot be reached and why. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation.coverage;
