package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.JSON;
import static io.sluice.query.rest.Samples.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.query.view.Journal;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Evolver;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Resolution;
import io.sluice.saga.RunAt;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators send through the API, and what the later commands of a saga are told. */
class RestRepairTest {
    private static final String RESOLVE = """
            {"kind":"resolve","effect":{"step":"send","direction":"forward"},"resolution":"committed",
             "external_ref":"n-1","who":"olga","why":"their desk said so"}""";

    private final Saga saga = Samples.waiting();
    private final FakeViews views = new FakeViews().hold(saga);
    private final Cluster cluster = new Cluster(views, new FakeViews());
    private final String path = "/v1/sagas/" + saga.sagaId() + "/operations";

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldWriteAnOperationToItsTopicUnderTheSagasKey() throws Exception {
        Cluster.Answer answer = cluster.post(1, path, JSON, RESOLVE);

        assertThat(answer.status()).isEqualTo(202);
        ProducerRecord<byte[], byte[]> record = cluster.producer.history().getFirst();
        Operation operation = cluster.codecs.operation().fromBytes(record.value(), Instant.EPOCH);
        assertThat(record.topic()).isEqualTo(Cluster.TOPICS.operations());
        assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(saga.sagaId());
        assertThat(operation)
                .isEqualTo(new Operation(
                        answer.body().path("operation_id").asText(),
                        OperationKind.RESOLVE,
                        "city",
                        saga.sagaId(),
                        EffectRef.forward("send"),
                        Resolution.COMMITTED,
                        "n-1",
                        "olga",
                        "their desk said so",
                        Journal.START));
    }

    @Test
    void shouldRefuseAnOperationOnNothingOrOfSomethingElse() {
        assertThat(cluster.post(0, path.replace("/operations", "0/operations"), JSON, RESOLVE)
                        .status())
                .isEqualTo(404);
        assertProblem(
                cluster.post(0, path, JSON, RESOLVE.replace("\"who\"", "\"tenant_id\":\"town\",\"who\"")),
                400,
                "tenant_id says something else than the path");
        assertProblem(cluster.post(0, path, JSON, "[]"), 400, "The body is no JSON object: an operation is one.");
        assertProblem(cluster.post(0, path, JSON, "{\"kind\":\"cancel\",\"who\":\"olga\"}"), 400, "'why' is missing");
        assertThat(cluster.producer.history()).isEmpty();
    }

    @Test
    void shouldTellTheCommandThatCommittedASagaHowItStands() {
        Saga trip = committed();
        views.hold(trip);

        Cluster.Answer answer = cluster.get(1, "/v1/commands/city/c-7");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("command_id").asText()).isEqualTo("c-7");
        assertThat(answer.body().path("saga_id").asText()).isEqualTo(trip.sagaId());
        assertThat(answer.body().path("state").asText()).isEqualTo("active");
    }

    private static Saga committed() {
        Command begin = CommandBuilder.open(SagaAction.BEGIN, "trip-7", null, Journal.START)
                .id("c-6")
                .tenant("city")
                .build();
        Saga open = Evolver.evolve(
                null,
                new SagaEvent.SagaOpened(SagaIds.of(begin), begin, "hash", RunAt.NOW, 1, Journal.START),
                Journal.START);
        return Objects.requireNonNull(
                Evolver.evolve(open, new SagaEvent.CommitRequested("c-7", Journal.START), Journal.START));
    }
}
