package io.sluice.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * The settings of every Kafka client, with their reasons in one place. Each time limit is longer than what it must
 * outlast: a request 5 s &lt; a blocked or undelivered send 10 s, a transaction 10 s and a session 10 s &lt; an intent's validity 15 s.
 */
public final class KafkaSettings {

    private static final int REQUEST_MS = seconds(5);
    private static final int DELIVERY_MS = seconds(10);
    private static final int SESSION_MS = seconds(10);
    private static final int TRANSACTION_MS = seconds(10);

    /** Small fetches: what is buffered is processed before anything else is polled, so outcomes would wait behind it. */
    private static final int MACHINE_FETCH_BYTES = 16 * 1024;

    private static final int MACHINE_POLL_RECORDS = 50;

    /**
     * One transaction follows upon the other, and the broker refuses the next one while it still completes the last: then
     * it is begun again after this. With the usual 100 ms every tenth transaction takes longer than that. It doubles each time.
     */
    private static final int NEXT_TRANSACTION_MS = 5;

    private final SluiceConfig config;

    public KafkaSettings(SluiceConfig config) {
        this.config = config;
    }

    Properties machine() {
        Properties settings = streams(config.topics().machineApplication());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // A saga waits for a commit before each call and each answer: p50 of three steps is 145 ms at 30 ms, 60 at 10.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 10);
        settings.put(StreamsConfig.POLL_MS_CONFIG, 5);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.streamThreads());
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MACHINE_POLL_RECORDS);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), MACHINE_FETCH_BYTES);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_MS);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), NEXT_TRANSACTION_MS);
        return settings;
    }

    Properties views() {
        Properties settings = streams(config.topics().viewsApplication());
        // At least once keeps the local state over a crash, where exactly once would restore it from the changelog.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        settings.put(StreamsConfig.POLL_MS_CONFIG, 20);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        return settings;
    }

    Map<String, Object> admin() {
        Map<String, Object> settings = common("admin");
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int)
                config.startPatience().toMillis());
        return settings;
    }

    /** A plain producer: idempotent, and waiting for every replica that must have a record. */
    public Map<String, Object> producer(String name) {
        Map<String, Object> settings = common(name);
        settings.putAll(sending());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    /** The consumer that scans the journal on behalf of the views. */
    Map<String, Object> journalReader() {
        Map<String, Object> settings = common("journal-reader");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    private Properties streams(String application) {
        Properties settings = new Properties();
        settings.putAll(common(application));
        settings.remove(CommonClientConfigs.CLIENT_ID_CONFIG);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString());
        settings.put(
                StreamsConfig.APPLICATION_SERVER_CONFIG,
                config.applicationServer().host() + ":"
                        + config.applicationServer().port());
        settings.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) config.replication());
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // A handler that goes on would commit half-done records; what can be refused is refused before it gets there.
        settings.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        // The streams protocol has no warm-up replicas yet.
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG), "LogAppendTime");
        settings.put(StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), minInSync());
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MS);
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_MS / 4);
        sending().forEach((key, value) -> settings.put(StreamsConfig.producerPrefix(key), value));
        return settings;
    }

    private Map<String, Object> sending() {
        return Map.of(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.maxRequestBytes(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY_MS);
    }

    private Map<String, Object> common(String client) {
        Map<String, Object> settings = new HashMap<>(config.kafka());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "sluice-" + client);
        return settings;
    }

    private String minInSync() {
        return config.replication() > 1 ? "2" : "1";
    }

    private static int seconds(int seconds) {
        return (int) Duration.ofSeconds(seconds).toMillis();
    }
}
