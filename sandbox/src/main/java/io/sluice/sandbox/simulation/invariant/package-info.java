/** The twelve invariants of the design, one class each, watched while a schedule runs and once more at its end. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation.invariant;
