/** The saga machine: decides what an input means for a saga, and tells the outside. Pure; start at {@link Decider}. */
@org.jspecify.annotations.NullMarked
package io.sluice.saga.machine;
