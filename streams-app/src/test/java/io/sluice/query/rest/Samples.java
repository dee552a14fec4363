package io.sluice.query.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogException;
import io.sluice.query.view.ApprovalRequest;
import io.sluice.query.view.Journal;
import io.sluice.saga.Command;
import io.sluice.saga.Evolver;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/** Sagas, inputs and expectations that the tests of the API share. */
final class Samples {
    static final String JSON = "application/json";
    static final String COMMAND = """
            {"command_id":"c-9","tenant_id":"city","run_id":"r","step_id":"s","agent_id":"a","tool":"notice.send",
             "arguments":{"case_id":"case-1"}}""";

    private Samples() {}

    /** A notice of tenant city that waits for its reviewer; proposed by command c-1. */
    static Saga waiting() {
        try {
            return Journal.ofNotice().saga();
        } catch (IOException | CatalogException e) {
            throw new AssertionError(e);
        }
    }

    static String approvalOf(Saga saga) {
        return ApprovalRequest.pending(saga).findFirst().orElseThrow().approvalId();
    }

    /** A saga that was last changed so many seconds after the start. */
    static Saga at(Command command, int seconds) {
        Instant at = Journal.START.plusSeconds(seconds);
        SagaEvent event = new SagaEvent.CommandDeferred(SagaIds.of(command), command, "hash", at.plusSeconds(60));
        return Objects.requireNonNull(Evolver.evolve(null, event, at));
    }

    static void assertProblem(Cluster.Answer answer, int status, String detail) {
        assertThat(answer.body().path("detail").asText()).contains(detail);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
    }
}
