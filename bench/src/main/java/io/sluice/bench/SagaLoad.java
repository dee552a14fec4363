package io.sluice.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.client.CommandMessage;
import io.sluice.client.CommandSender;
import io.sluice.saga.CommandResult;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Proposes sagas and waits for their results. A saga's time runs until its result can be read. */
final class SagaLoad implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final String prefix;
    private final Codecs codecs;
    private final CommandSender sender;
    private final KafkaConsumer<byte[], byte[]> results;
    private final Map<String, Proposed> waiting = new ConcurrentHashMap<>();
    private final Thread reader;
    private volatile boolean closed;

    private record Proposed(long sinceNanos, CompletableFuture<Double> committed) {}

    SagaLoad(String bootstrap, String prefix, Codecs codecs) {
        this.prefix = prefix;
        this.codecs = codecs;
        sender = CommandSender.connect(Map.of("bootstrap.servers", bootstrap), prefix + "commands");
        results = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = results.partitionsFor(prefix + "command-results").stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        results.assign(partitions);
        results.seekToEnd(partitions);
        partitions.forEach(results::position);
        reader = Thread.ofPlatform().name("results").start(this::read);
    }

    /**
     * Proposes one saga.
     *
     * @return how long it took until its result could be read, in milliseconds, once it is committed
     */
    CompletableFuture<Double> propose(String tenant, String definition) {
        String commandId = UUID.randomUUID().toString();
        CompletableFuture<Double> committed = new CompletableFuture<>();
        waiting.put(commandId, new Proposed(System.nanoTime(), committed));
        var unused = sender.send(command(commandId, tenant, definition));
        return committed;
    }

    /** Runs S3 sagas, so many at a time. */
    Measured run(int sagas, int inFlight) throws InterruptedException {
        double[] latencies = new double[sagas];
        AtomicInteger ended = new AtomicInteger();
        Semaphore places = new Semaphore(inFlight);
        CountDownLatch all = new CountDownLatch(sagas);
        long from = System.nanoTime();
        for (int saga = 0; saga < sagas; saga++) {
            if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("no saga has been committed for " + PATIENCE);
            }
            var unused = propose("bench", "s3").thenAccept(millis -> {
                latencies[ended.getAndIncrement()] = millis;
                places.release();
                all.countDown();
            });
        }
        if (!all.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(all.getCount() + " sagas did not end within " + PATIENCE);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        return Measured.of("Sluice, " + inFlight + " in flight", took, latencies);
    }

    private static CommandMessage command(String commandId, String tenant, String definition) {
        var command = JsonNodeFactory.instance.objectNode();
        command.put("command_id", commandId);
        command.put("tenant_id", tenant);
        command.put("run_id", commandId);
        command.put("step_id", definition);
        command.put("agent_id", "bench");
        command.put("definition", definition);
        command.putObject("arguments");
        return CommandMessage.json(commandId, command.toString());
    }

    private void read() {
        while (!closed) {
            for (ConsumerRecord<byte[], byte[]> record : results.poll(POLL)) {
                CommandResult result = decode(record);
                if ("committed".equals(result.state())) {
                    Proposed done = waiting.remove(result.commandId());
                    if (done != null) {
                        done.committed().complete((System.nanoTime() - done.sinceNanos()) / 1e6);
                    }
                }
            }
        }
        results.close();
    }

    private CommandResult decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codecs.commandResult().fromBytes(record.value());
        } catch (UndecodableException e) {
            throw new IllegalStateException("a record of " + prefix + "command-results: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
