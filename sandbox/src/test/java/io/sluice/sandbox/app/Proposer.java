package io.sluice.sandbox.app;

import static org.awaitility.Awaitility.await;

import io.sluice.saga.CommandResult;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.DeadLetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends records to the topic of commands and reads on the topics of Sluice what became of them. */
final class Proposer implements AutoCloseable {

    private final Installation sluice;
    private final KafkaProducer<byte[], byte[]> producer;
    private final TopicTap<DeadLetter> deadLetters;
    private final TopicTap<CommandResult> results;

    /**
     * @param tuning settings of the producer, beside the brokers' addresses
     */
    Proposer(Installation sluice, Codecs codecs, Map<String, Object> tuning) {
        this.sluice = sluice;
        Topics topics = sluice.config().topics();
        Map<String, Object> settings = new HashMap<>(tuning);
        settings.put("bootstrap.servers", sluice.config().bootstrapServers());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        deadLetters = new TopicTap<>(sluice.config(), topics.deadLetters(), codecs.deadLetter());
        results = new TopicTap<>(sluice.config(), topics.commandResults(), codecs.commandResult());
    }

    /**
     * Sends one record and waits until the broker has it.
     *
     * @param partition null for the one that Java's default partitioner chooses
     */
    RecordMetadata send(@Nullable Integer partition, byte @Nullable [] key, byte @Nullable [] value)
            throws InterruptedException, ExecutionException {
        return producer.send(new ProducerRecord<>(sluice.config().topics().commands(), partition, key, value))
                .get();
    }

    /** The dead letter that the record became. */
    DeadLetter deadLetterOf(RecordMetadata sent) {
        return last(
                deadLetters,
                letter -> letter.originTopic().equals(sent.topic())
                        && letter.originPartition() == sent.partition()
                        && letter.originOffset() == sent.offset());
    }

    /** The result that closes the command. */
    CommandResult resultOf(String commandId) {
        return last(
                results,
                result ->
                        result.commandId().equals(commandId) && !result.state().equals("active"));
    }

    /** How many dead letters can be read now. */
    int countDeadLetters() {
        return deadLetters.read().stream().mapToInt(List::size).sum();
    }

    @Override
    public void close() {
        results.close();
        deadLetters.close();
        producer.close();
    }

    private static <T> T last(TopicTap<T> topic, Predicate<T> which) {
        return await().atMost(Installation.PATIENCE)
                .until(
                        () -> topic.read().stream()
                                .flatMap(List::stream)
                                .filter(which)
                                .toList(),
                        found -> !found.isEmpty())
                .getLast();
    }
}
