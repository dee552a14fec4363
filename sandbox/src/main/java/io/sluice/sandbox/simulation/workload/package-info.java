/** What people and agents do in a simulated world: the catalog they agreed on, what is proposed, what is decided. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.simulation.workload;
