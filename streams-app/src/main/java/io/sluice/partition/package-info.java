/** One partition of the machine: restarts, timers and what one input changes, around the decisions about single sagas. */
@org.jspecify.annotations.NullMarked
package io.sluice.partition;
