/** A schema registry that speaks the Confluent protocol, in a process of its own. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.registry;
