package io.sluice.topology.machine;

import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Work under way goes before new work. Kafka Streams takes what it has buffered in timestamp order, so a source whose
 * records all look as old as 1970 is never behind a backlog of commands.
 */
final class Precedence {

    static final TimestampExtractor OUTCOMES = rank(1);
    static final TimestampExtractor INTENTS = rank(2);
    static final TimestampExtractor CLAIM_ANSWERS = rank(3);
    static final TimestampExtractor DECISIONS = rank(4);
    static final TimestampExtractor OPERATIONS = rank(5);
    static final TimestampExtractor CATALOG = rank(6);

    /** Commands keep the broker's time; a record without one is not dropped for that. */
    static final TimestampExtractor COMMANDS = (record, partitionTime) -> Math.max(7, record.timestamp());

    private Precedence() {}

    private static TimestampExtractor rank(long millis) {
        return (record, partitionTime) -> millis;
    }
}
