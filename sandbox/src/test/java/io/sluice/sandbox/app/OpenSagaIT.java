package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.app.RunningSluice.Said;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent decides as it goes, from the command line. */
@ExtendWith(RunningSluiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenSagaIT {

    private RunningSluice sluice;

    @BeforeAll
    void start(RunningSluice running) {
        sluice = running;
    }

    @Test
    void shouldRunWhatCanBeUndoneAtOnceAndTheRestAtTheCommit() {
        assertThat(taken("begin", "trip-1").path("state").asText()).isEqualTo("pending");
        JsonNode held = added("trip-1", "hold", "seat.hold", "--wait", "20s");
        JsonNode waiting = added("trip-1", "ticket", "ticket.issue");

        assertThat(held.path("completed_steps").path(0).asText()).isEqualTo("hold");
        assertThat(held.path("external_refs").path("hold").asText()).isNotEmpty();
        assertThat(waiting.path("state").asText()).isEqualTo("pending");
        assertThat(sluice.effects("tickets", "trip-1")).isEmpty();
        assertThat(openSagas()).contains("trip-1");

        JsonNode told = taken("commit", "trip-1", "--wait", "20s");

        assertThat(told.path("state").asText()).isEqualTo("committed");
        assertThat(told.path("completed_steps")).hasSize(2);
        assertThat(sluice.effects("holds", "trip-1")).hasSize(1);
        assertThat(sluice.effects("tickets", "trip-1")).hasSize(1);
        assertThat(taken("status", "trip-1").path("state").asText()).isEqualTo("committed");
        assertThat(openSagas()).doesNotContain("trip-1");
    }

    @Test
    void shouldUndoWhatRanWhenTheAgentRollsBack() {
        taken("begin", "trip-2");
        added("trip-2", "hold", "seat.hold", "--wait", "20s");

        JsonNode told = taken("rollback", "trip-2", "--wait", "20s");

        assertThat(told.path("state").asText()).isEqualTo("rolled_back");
        assertThat(told.path("compensated_steps").path(0).asText()).isEqualTo("hold");
    }

    @Test
    void shouldUndoWhatRanWhenNobodyCommitsInTimeAndStartNothingAfterwards() {
        taken("begin", "trip-3", "--timeout", "4s");
        added("trip-3", "hold", "seat.hold", "--wait", "3s");
        added("trip-3", "ticket", "ticket.issue");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> taken("status", "trip-3").path("state").asText().equals("failed"));
        Said late = saga("commit", "trip-3");

        assertThat(taken("status", "trip-3").path("compensated_steps").path(0).asText())
                .isEqualTo("hold");
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.json().path("state").asText()).isEqualTo("rejected");
        assertThat(late.err()).contains("Refused (timed_out)");
        assertThat(sluice.effects("tickets", "trip-3")).isEmpty();
    }

    @Test
    void shouldRefuseAStepThatCannotStandThereAndNameTheRule() {
        taken("begin", "trip-4");
        added("trip-4", "ticket", "ticket.issue");

        Said refused = saga(
                "add-step", "trip-4", "--step", "hold", "--tool", "seat.hold", "--arg", "trip=trip-4", "--wait", "10s");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("not_reversible_here").contains("[sure-after-pivot]");
        assertThat(sluice.effects("holds", "trip-4")).isEmpty();
    }

    private JsonNode added(String name, String step, String tool, String... more) {
        List<String> words = new ArrayList<>(List.of("--step", step, "--tool", tool, "--arg", "trip=" + name));
        words.addAll(List.of(more));
        return taken("add-step", name, words.toArray(String[]::new));
    }

    private JsonNode taken(String what, String name, String... more) {
        Said said = saga(what, name, more);
        assertThat(said.code()).as(said.toString()).isZero();
        return said.json();
    }

    private Said saga(String what, String name, String... more) {
        List<String> words = new ArrayList<>(List.of("saga", what, name, "--tenant", RunningSluice.TENANT));
        words.addAll(List.of(more));
        return sluice.sluice(words.toArray(String[]::new));
    }

    private String openSagas() {
        return sluice.sluice("saga", "list", "--tenant", RunningSluice.TENANT).out();
    }
}
