/**
 * The relay: brings commands from the outbox to Kafka with embedded Debezium, and proves that each arrived. Start at {@link
 * io.sluice.relay.Relay}.
 */
@org.jspecify.annotations.NullMarked
package io.sluice.relay;
