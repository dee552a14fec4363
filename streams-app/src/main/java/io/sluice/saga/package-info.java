/** One saga: its state, what can happen to it, and the fold that turns the one into the other ({@link Evolver}). */
@org.jspecify.annotations.NullMarked
package io.sluice.saga;
