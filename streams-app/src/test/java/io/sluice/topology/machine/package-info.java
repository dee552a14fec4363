/** The machine's wiring, on the topology test driver: each path of a record, with a provider and clocks in the test's hand. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.machine;
