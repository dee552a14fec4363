/** What other services embed: write a command to the outbox, send one to Kafka, and consume events exactly once through a JDBC inbox. */
@org.jspecify.annotations.NullMarked
package io.sluice.client;
