/** The saga machine: decide, evolve and react as pure functions over sealed inputs, events and outputs. */
@org.jspecify.annotations.NullMarked
package io.sluice.saga;
