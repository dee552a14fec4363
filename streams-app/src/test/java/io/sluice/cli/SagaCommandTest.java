package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.FakeSluice.Outcome;
import io.sluice.idempotency.Keys;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SagaCommandTest {
    private static final String RESULT = "/v1/commands/city/c-1";

    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice()
                .answers("/v1/commands", () -> "{\"tenant_id\":\"city\",\"command_id\":\"c-1\",\"saga_id\":\"city/k\"}")
                .answers(RESULT, () -> result("pending", ""));
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldBeginASagaAndPrintTheResult() {
        Outcome outcome = saga("begin trip-7 --tenant city --timeout 5m --run-at commit --agent ada");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(FakeSluice.json(outcome.out()).path("state").asText()).isEqualTo("pending");
        JsonNode sent = sluice.sent().getFirst();
        assertThat(sent.path("saga_action").asText()).isEqualTo("begin");
        assertThat(sent.path("saga").asText()).isEqualTo("trip-7");
        assertThat(sent.path("run_id").asText()).isEqualTo("trip-7");
        assertThat(sent.path("agent_id").asText()).isEqualTo("ada");
        assertThat(sent.path("run_at").asText()).isEqualTo("commit");
        assertThat(sent.path("timeout_ms").asLong()).isEqualTo(300_000);
    }

    @Test
    void shouldAddAStepAndWaitUntilItIsDone() {
        AtomicInteger asked = new AtomicInteger();
        sluice.answers(RESULT, () -> result("pending", asked.incrementAndGet() < 3 ? "" : "\"flight\""));

        Outcome outcome = saga(
                "add-step trip-7 --tenant city --step flight --tool flight.hold --arg seats=2 --arg id=o-1 --wait 10s");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(FakeSluice.json(outcome.out()).path("completed_steps").get(0).asText())
                .isEqualTo("flight");
        JsonNode sent = sluice.sent().getFirst();
        assertThat(sent.path("saga_action").asText()).isEqualTo("add_step");
        assertThat(sent.path("step_id").asText()).isEqualTo("flight");
        assertThat(sent.path("tool").asText()).isEqualTo("flight.hold");
        assertThat(sent.path("arguments")).isEqualTo(FakeSluice.json("{\"seats\":2,\"id\":\"o-1\"}"));
    }

    @Test
    void shouldAskWhatAStepWouldDo() {
        sluice.answers(RESULT, () -> result("dry_run", ""));

        Outcome outcome = saga("add-step trip-7 --tenant city --step flight --tool flight.hold --dry-run");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sluice.sent().getFirst().path("dry_run").asBoolean()).isTrue();
    }

    @Test
    void shouldWaitForTheEndOfWhatWasCommitted() {
        AtomicInteger asked = new AtomicInteger();
        sluice.answers(RESULT, () -> result(asked.incrementAndGet() < 3 ? "active" : "committed", ""));

        Outcome outcome = saga("commit trip-7 --tenant city --wait 10s");

        assertThat(outcome.code()).isZero();
        assertThat(FakeSluice.json(outcome.out()).path("state").asText()).isEqualTo("committed");
        assertThat(sluice.sent().getFirst().path("saga_action").asText()).isEqualTo("commit");
    }

    @Test
    void shouldTellTheLastResultWhenItIsNotDoneInTime() {
        Outcome outcome = saga("rollback trip-7 --tenant city --wait 1ms");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).contains("Taken, but not done within 1ms");
        assertThat(sluice.sent().getFirst().path("saga_action").asText()).isEqualTo("roll_back");
    }

    @Test
    void shouldPrintARefusalAndFail() {
        sluice.answers(
                RESULT,
                () -> "{\"state\":\"rejected\",\"reason\":\"timed_out\",\"error\":\"the deadline has passed\"}");

        Outcome outcome = saga("commit trip-7 --tenant city");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(FakeSluice.json(outcome.out()).path("state").asText()).isEqualTo("rejected");
        assertThat(outcome.err()).contains("Refused (timed_out): the deadline has passed");
    }

    @Test
    void shouldFindASagaByItsName() {
        sluice.answers(
                "/v1/sagas/city/" + Keys.ofOpenSaga("city", "trip-7"),
                () -> "{\"tenant_id\":\"city\",\"command_id\":\"c-1\"}");

        assertThat(FakeSluice.json(saga("status trip-7 --tenant city").out())
                        .path("state")
                        .asText())
                .isEqualTo("pending");
        Outcome unknown = saga("status trip-8 --tenant city");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("Tenant city has no open saga trip-8");
    }

    @Test
    void shouldListOpenSagasOnly() {
        sluice.answers("/v1/sagas", () -> """
                {"items":[{"saga_id":"city/a","open_saga":"trip-7"},{"saga_id":"city/b","open_saga":null}]}""");

        assertThat(FakeSluice.json(saga("list --tenant city --json").out()))
                .singleElement()
                .satisfies(row -> assertThat(row.path("open_saga").asText()).isEqualTo("trip-7"));
    }

    @Test
    void shouldKnowWrongUsage() {
        assertThat(saga("begin --tenant city").code()).isEqualTo(2);
        assertThat(saga("begin trip-7 --tenant city --run-at later").code()).isEqualTo(2);
        assertThat(saga("add-step trip-7 --tenant city --step flight").code()).isEqualTo(2);
        assertThat(sluice.sent()).isEmpty();
    }

    private static String result(String state, String completed) {
        return "{\"command_id\":\"c-1\",\"state\":\"%s\",\"completed_steps\":[%s],\"pending_approvals\":[]}"
                .formatted(state, completed);
    }

    private Outcome saga(String arguments) {
        return sluice.run(("saga " + arguments).split(" ", -1));
    }
}
