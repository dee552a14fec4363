/** A single Kafka broker in KRaft mode, in a process of its own. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.broker;
