package io.sluice.relay;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says, before a relay starts, what would keep it from working. */
final class Preflight {
    private static final int KAFKA_TIMEOUT_MS = 10_000;

    private Preflight() {}

    static void check(RelayConfig config) throws InterruptedException {
        checkDatabase(config);
        checkTopics(config);
    }

    private static void checkDatabase(RelayConfig config) {
        String database = "PostgreSQL at " + config.database();
        try (Connection connection = Postgres.connect(config.database())) {
            if (!one(connection, "SELECT current_setting('wal_level') = 'logical'")) {
                throw new RelayException(
                        database + " does not write a logical WAL: set wal_level=logical and restart it.");
            }
            if (!one(connection, "SELECT to_regclass('sluice.outbox') IS NOT NULL")
                    || !one(connection, "SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = 'sluice_outbox')")) {
                throw new RelayException(database + " has no outbox: apply the scripts of debezium-config first.");
            }
        } catch (SQLException e) {
            throw new RelayException("Cannot use " + database + ": " + e.getMessage(), e);
        }
    }

    private static boolean one(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void checkTopics(RelayConfig config) throws InterruptedException {
        Map<String, Object> kafka = new HashMap<>(config.kafka());
        kafka.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MS);
        kafka.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, KAFKA_TIMEOUT_MS);
        List<String> topics = List.of(config.commandsTopic(), config.deadLettersTopic());
        String broker = "Kafka at " + config.kafka().get("bootstrap.servers");
        try (Admin admin = Admin.create(kafka)) {
            admin.describeTopics(topics).allTopicNames().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new RelayException(broker + " lacks one of the topics " + topics + ": create them first.", e);
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new RelayException(
                        broker + " did not answer within " + KAFKA_TIMEOUT_MS / 1000 + " s: is it running?", e);
            }
            throw new RelayException("Cannot use " + broker + ": " + e.getMessage(), e);
        }
    }
}
