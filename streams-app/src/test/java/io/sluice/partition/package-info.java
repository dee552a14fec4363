/** Timers, restarts and inputs of one partition, on a store of objects. */
@org.jspecify.annotations.NullMarked
package io.sluice.partition;
