/** Simulated providers: what each can do, how it fails, and what it has really done. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation.provider;
