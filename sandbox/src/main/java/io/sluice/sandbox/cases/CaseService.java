package io.sluice.sandbox.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.sluice.client.InboxConsumer;
import io.sluice.client.JdbcInbox;
import io.sluice.client.OutboxSchema;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/**
 * A small business application: it keeps cases, asks for notices through the outbox and learns from integration events
 * what became of them. It runs in a process of its own and shares nothing with Sluice but the topics.
 */
@CommandLine.Command(name = "case-service", description = "Keeps cases and asks for enforcement notices.")
public final class CaseService implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LOOPBACK = "127.0.0.1";

    /** Sluice registers its schemas at the same time, at a registry that has just begun. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(15);

    @CommandLine.Option(names = "--jdbc-url", required = true, description = "the case database")
    private String jdbcUrl = "";

    @CommandLine.Option(names = "--bootstrap", required = true, description = "Kafka's bootstrap servers")
    private String bootstrap = "";

    @CommandLine.Option(names = "--registry", required = true, description = "the schema registry's URL")
    private String registry = "";

    @CommandLine.Option(names = "--prefix", defaultValue = "sluice.", description = "what Sluice's topics start with")
    private String prefix = "";

    @CommandLine.Option(names = "--port", required = true, description = "the HTTP port, on loopback")
    private int port;

    /** Runs until it is told to stop. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new CaseService()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        try (Connection connection = database.getConnection()) {
            OutboxSchema.apply(connection);
            CaseTable.create(connection);
        }
        CountDownLatch stop = new CountDownLatch(1);
        InboxConsumer consumer = consumer(database);
        CaseVersions versions = new CaseVersions(database, bootstrap, prefix + "domain-events");
        Thread telling = Thread.ofPlatform().name("domain-events").start(versions);
        Thread consuming = Thread.ofPlatform().name("integration-events").start(() -> {
            consumer.run(List.of(prefix + "integration-events"));
            stop.countDown();
        });
        Javalin http = http(database);
        Runtime.getRuntime().addShutdownHook(new Thread(stop::countDown));
        System.out.println("case service ready on port " + http.port());
        stop.await();
        http.stop();
        consumer.close();
        versions.end();
        consuming.join();
        telling.join();
        return 0;
    }

    private InboxConsumer consumer(PGSimpleDataSource database) {
        Codecs codecs = Codecs.registered(new ConfluentRegistry(registry), prefix, REGISTRY_PATIENCE);
        SagaFacts facts = new SagaFacts(codecs.integrationEvent());
        return new InboxConsumer(
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                                ConsumerConfig.GROUP_ID_CONFIG, "case-service",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                new JdbcInbox(database, "case-service"),
                facts::messageId,
                facts,
                Clock.systemUTC());
    }

    private Javalin http(PGSimpleDataSource database) {
        NoticeRequests notices = new NoticeRequests(database, Clock.systemUTC());
        return Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.routes.post("/cases", context -> open(database, context));
                    config.routes.get("/cases/{case_id}", context -> show(database, context));
                    config.routes.post("/cases/{case_id}/recipient", context -> changeRecipient(database, context));
                    config.routes.post("/cases/{case_id}/notice", context -> request(notices, context));
                })
                .start(LOOPBACK, port);
    }

    private static void open(PGSimpleDataSource database, Context context) throws SQLException, IOException {
        JsonNode body = JSON.readTree(context.bodyAsBytes());
        try (Connection connection = database.getConnection()) {
            CaseTable.open(connection, text(body, "case_id"), text(body, "recipient_id"));
        }
        context.status(HttpStatus.CREATED);
    }

    private static void show(PGSimpleDataSource database, Context context) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Optional<CaseTable.Case> found = CaseTable.find(connection, context.pathParam("case_id"));
            if (found.isEmpty()) {
                context.status(HttpStatus.NOT_FOUND);
                return;
            }
            CaseTable.Case subject = found.get();
            context.contentType("application/json");
            context.result(JSON.createObjectNode()
                    .put("case_id", subject.caseId())
                    .put("recipient_id", subject.recipientId())
                    .put("version", subject.version())
                    .put("status", subject.status())
                    .put("notice_ref", subject.noticeRef())
                    .toString());
        }
    }

    private static void changeRecipient(PGSimpleDataSource database, Context context) throws SQLException, IOException {
        JsonNode body = JSON.readTree(context.bodyAsBytes());
        try (Connection connection = database.getConnection()) {
            CaseTable.recipientChanged(connection, context.pathParam("case_id"), text(body, "recipient_id"));
        }
        show(database, context);
    }

    private static void request(NoticeRequests notices, Context context) throws SQLException, IOException {
        JsonNode body = JSON.readTree(context.bodyAsBytes());
        NoticeRequests.Request request = new NoticeRequests.Request(
                text(body, "run_id"), text(body, "artifact_id"), text(body, "artifact_version"), text(body, "note"));
        var command = notices.request(context.pathParam("case_id"), request);
        if (command.isEmpty()) {
            context.status(HttpStatus.NOT_FOUND);
            return;
        }
        context.status(HttpStatus.ACCEPTED);
        context.contentType("application/json");
        context.result(command.get().toString());
    }

    private static String text(JsonNode body, String name) {
        return body.path(name).asText("");
    }
}
