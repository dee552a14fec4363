package io.sluice.sandbox.cases;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Tells Sluice which version each case has. A version is not an act, so it needs no outbox: what was told is noted beside the
 * case after the broker has it, and whatever was not noted is told again.
 */
final class CaseVersions implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DataSource database;
    private final Producer<String, String> producer;
    private final String topic;
    private final CountDownLatch stop = new CountDownLatch(1);

    CaseVersions(DataSource database, String bootstrap, String topic) {
        this.database = database;
        this.topic = topic;
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000),
                new StringSerializer(),
                new StringSerializer());
    }

    /** Runs until it is told to end; while the database or the broker is away, it tries again. */
    @Override
    public void run() {
        try (producer) {
            while (!stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                tryToTell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        stop.countDown();
    }

    private void tryToTell() throws InterruptedException {
        try {
            tell();
        } catch (SQLException | ExecutionException | KafkaException e) {
            System.err.println("the versions of cases cannot be told now: " + e.getMessage());
        }
    }

    private void tell() throws SQLException, InterruptedException, ExecutionException {
        try (Connection connection = database.getConnection()) {
            List<CaseTable.Version> untold = CaseTable.untold(connection);
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (CaseTable.Version version : untold) {
                sent.add(producer.send(new ProducerRecord<>(topic, version.caseId(), event(version))));
            }
            for (int i = 0; i < untold.size(); i++) {
                sent.get(i).get();
                CaseTable.told(connection, untold.get(i));
            }
        }
    }

    private static String event(CaseTable.Version version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("tenant_id", NoticeRequests.TENANT)
                .put("target_type", NoticeRequests.CASE)
                .put("target_id", version.caseId())
                .put("version", Long.toString(version.version()))
                .put("changed_at", version.changedAt().toString())
                .toString();
    }
}
