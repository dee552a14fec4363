/** The machine's topology: one processor and one store around the pure core; each record changes all it must or nothing. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.machine;
