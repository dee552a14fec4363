package io.sluice.topology.machine;

import io.sluice.partition.TooLargeException;
import io.sluice.topology.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the store and to topics: serialised and size-checked first, applied as a whole or not at all.
 *
 * <p>What is put or forwarded before a failure would be committed with the next record; and one oversized record would
 * poison the producer that all tasks of the thread share. So nothing touches the store or a topic until all is known to fit.
 */
public final class Batch {

    /** What a record's key, headers and framing may take beside its value, in bytes. */
    private static final int FRAMING = 1024;

    private final Map<String, Integer> maxBytes;
    private final Map<Bytes, byte @Nullable []> puts = new LinkedHashMap<>();
    private final List<Send> sends = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    private record Send(String topic, Record<byte[], byte[]> record) {}

    /**
     * @param maxBytes the largest record that each topic takes, in bytes
     */
    public Batch(Map<String, Integer> maxBytes) {
        this.maxBytes = maxBytes;
    }

    public void put(Bytes key, byte[] value) {
        if (value.length > Topics.maxStateBytes()) {
            throw new TooLargeException("the state of this saga", value.length, Topics.maxStateBytes());
        }
        puts.put(key, value);
    }

    public void delete(Bytes key) {
        puts.put(key, null);
    }

    /** What is going to be put under {@code key}; null where nothing is. */
    public byte @Nullable [] pending(Bytes key) {
        return puts.get(key);
    }

    public void forward(String topic, byte @Nullable [] key, byte[] value) {
        forward(topic, key, value, new RecordHeaders());
    }

    void forward(String topic, byte @Nullable [] key, byte[] value, Headers headers) {
        long bytes = (long) FRAMING + value.length + (key == null ? 0 : key.length);
        for (var header : headers) {
            bytes += header.key().length() * 3L + (header.value() == null ? 0 : header.value().length);
        }
        int limit = maxBytes.getOrDefault(topic, 0);
        if (bytes > limit) {
            throw new TooLargeException("a record for " + topic, bytes, limit);
        }
        sends.add(new Send(topic, new Record<>(key, value, 0, headers)));
    }

    boolean writesTo(String topic) {
        return sends.stream().anyMatch(send -> send.topic().equals(topic));
    }

    /** Runs {@code action} once everything is applied: what is kept in memory follows the store. */
    public void afterwards(Runnable action) {
        afterwards.add(action);
    }

    /**
     * Applies everything.
     *
     * @param nowMillis wall-clock time for what is forwarded: the time a source extracts serves precedence only
     */
    void apply(KeyValueStore<Bytes, byte[]> store, ProcessorContext<byte[], byte[]> context, long nowMillis) {
        apply(store, context, nowMillis, Topics::sink);
    }

    /**
     * Applies everything.
     *
     * @param nowMillis wall-clock time for what is forwarded
     * @param sinks the name of the sink that writes a topic
     */
    public void apply(
            KeyValueStore<Bytes, byte[]> store,
            ProcessorContext<byte[], byte[]> context,
            long nowMillis,
            UnaryOperator<String> sinks) {
        puts.forEach(store::put);
        sends.forEach(send -> context.forward(send.record().withTimestamp(nowMillis), sinks.apply(send.topic())));
        afterwards.forEach(Runnable::run);
    }
}
