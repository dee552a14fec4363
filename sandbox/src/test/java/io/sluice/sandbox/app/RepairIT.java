package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.app.RunningSluice.Said;
import io.sluice.sandbox.provider.Fault;
import io.sluice.sandbox.provider.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do from the command line about sagas that are stuck or no longer wanted. */
@ExtendWith(RunningSluiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepairIT {

    private RunningSluice sluice;

    @BeforeAll
    void start(RunningSluice running) {
        sluice = running;
    }

    @Test
    void shouldTellWhatATripWouldDoAndDoNoneOfItUntilItIsProposedInEarnest() {
        String[] trip = {
            "propose", "--tenant", RunningSluice.TENANT, "--definition", "trip", "--arg", "trip=dry", "--run", "dry"
        };
        Said said = sluice.sluice(with(trip, "--dry-run", "--json"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.json().path("state").asText()).isEqualTo("dry_run");
        JsonNode hold = said.json().path("plan").path("steps").path(0);
        assertThat(hold.path("request").path("body").asText()).contains("dry");
        assertThat(hold.path("compensation").path("name").asText()).isEqualTo("seat.release");
        assertThat(sluice.sluice(with(trip, "--dry-run")).out()).contains("undone by: seat.release");
        assertThat(sluice.effects("holds", "dry")).isEmpty();

        String saga = sluice.sluice(with(trip, "--json")).json().path("saga_id").asText();
        sluice.awaitStatus(saga, "committed");
        assertThat(sluice.effects("holds", "dry")).hasSize(1);
        assertThat(sluice.sluice(with(trip, "--dry-run")).out()).contains("the same was proposed before");
    }

    @Test
    void shouldUndoASagaThatIsCancelledBeforeItsPivot() {
        sluice.provider().addFault(unavailable("/keys/tickets", "withdrawn"));
        String saga = propose("--definition", "trip", "withdrawn");
        awaitStep(saga, "hold", "committed");

        Said said = repair("cancel", saga);

        assertThat(said.code()).as(said.err()).isZero();
        JsonNode told = sluice.awaitStatus(saga, "rolled_back");
        assertThat(told.path("reason").asText()).isEqualTo("cancelled");
        assertThat(sluice.effects("holds", "withdrawn")).hasSize(1);
        assertThat(sluice.effects("tickets", "withdrawn")).isEmpty();
        assertThat(told.findValuesAsText("who")).contains("olga");
    }

    @Test
    void shouldRefuseToCancelASagaBeyondItsPivotAndSayWhy() {
        sluice.provider().addFault(unavailable("/keys/notes", "gone"));
        String saga = propose("--definition", "trip", "gone");
        awaitStep(saga, "ticket", "committed");

        Said said = repair("cancel", saga);

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("Not taken: step 'ticket' has happened").contains("(pivot_passed)");
        sluice.provider().clearFaults();
        sluice.awaitStatus(saga, "committed");
    }

    @Test
    void shouldRecordWhatAnOperatorHasFoundOutWhereNobodyElseCanTell() {
        sluice.provider()
                .addFault(Fault.of(FaultKind.DROP_AFTER)
                        .onPath("/neither/messages")
                        .onBody("unheard"));
        String saga = propose("--tool", "desk.tell", "unheard");
        sluice.awaitSaga(saga, told -> told.path("escalated").asBoolean());

        Said tooSoon = repair("skip", saga, "--step", "desk.tell");
        Said said = repair("resolve", saga, "--step", "desk.tell", "--committed", "--external-ref", "m-17");

        assertThat(tooSoon.code()).isEqualTo(1);
        assertThat(tooSoon.err()).contains("(resolve_first)");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode told = sluice.awaitStatus(saga, "committed");
        assertThat(told.path("escalated").asBoolean()).isFalse();
        assertThat(told.findValuesAsText("confirmed_by")).contains("operator");
        assertThat(told.findValuesAsText("external_ref")).contains("m-17");
        assertThat(sluice.effects("messages", "unheard")).hasSize(1);
    }

    @Test
    void shouldUndoASagaByHand() {
        sluice.provider().addFault(unavailable("/keys/tickets", "by-hand"));
        String saga = propose("--definition", "trip", "by-hand");
        awaitStep(saga, "hold", "committed");

        Said said = repair("rollback", saga);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(sluice.awaitStatus(saga, "rolled_back").path("reason").asText())
                .isEqualTo("rolled_back_by_operator");
        assertThat(sluice.effects("tickets", "by-hand")).isEmpty();
    }

    @Test
    void shouldTryAgainWhatFailedBehindThePivot() {
        String saga = withoutItsNote("retried");

        Said said = repair("retry", saga, "--step", "note");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(sluice.awaitStatus(saga, "committed").path("escalated").asBoolean())
                .isFalse();
        assertThat(sluice.effects("notes", "retried")).hasSize(1);
    }

    @Test
    void shouldGoOnWithoutWhatIsSkipped() {
        String saga = withoutItsNote("skipped");

        Said said = repair("skip", saga, "--step", "note");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(sluice.awaitStatus(saga, "committed").path("reason").asText())
                .isEqualTo("skipped");
        assertThat(sluice.effects("notes", "skipped")).isEmpty();
    }

    @Test
    void shouldUndoOneStepOfASagaThatHasEnded() {
        String saga = propose("--definition", "trip", "given-back");
        String hold = sluice.awaitStatus(saga, "committed")
                .path("steps")
                .path(0)
                .findPath("external_ref")
                .asText();

        Said said = repair("compensate", saga, "--step", "hold");

        assertThat(said.code()).as(said.err()).isZero();
        awaitStep(saga, "hold", "compensated");
        assertThat(sluice.provider().effects())
                .filteredOn(effect -> effect.resource().equals("releases"))
                .extracting(effect -> effect.body().path("hold_id").asText())
                .contains(hold);
        assertThat(sluice.effects("tickets", "given-back")).hasSize(1);
    }

    @Test
    void shouldCallAgainWhatSurelyWasNotDone() {
        sluice.provider()
                .addFault(Fault.of(FaultKind.DROP_BEFORE)
                        .onPath("/neither/messages")
                        .onBody("undone"));
        String saga = propose("--tool", "desk.tell", "undone");
        sluice.awaitSaga(saga, told -> told.path("escalated").asBoolean());

        Awaitility.await("the settle window is over")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    Said said = repair("resolve", saga, "--step", "desk.tell", "--not-committed");
                    assertThat(said.code()).as(said.err()).isZero();
                });

        sluice.awaitStatus(saga, "committed");
        assertThat(sluice.effects("messages", "undone")).hasSize(1);
    }

    /** A trip whose note is refused after the ticket was issued; the provider would take it by now. */
    private String withoutItsNote(String trip) {
        sluice.provider()
                .addFault(Fault.of(FaultKind.REFUSE).onPath("/keys/notes").onBody(trip));
        String saga = propose("--definition", "trip", trip);
        sluice.awaitSaga(saga, told -> told.path("escalated").asBoolean());
        return saga;
    }

    private String propose(String option, String what, String trip) {
        Said said = sluice.sluice(
                "propose", "--tenant", RunningSluice.TENANT, option, what, "--arg", "trip=" + trip, "--json");
        assertThat(said.code()).as(said.err()).isZero();
        return said.json().path("saga_id").asText();
    }

    private static String[] with(String[] words, String... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    private Said repair(String what, String saga, String... more) {
        List<String> words = new ArrayList<>(List.of("repair", what, saga));
        words.addAll(List.of(more));
        words.addAll(List.of("--who", "olga", "--why", "as the test says"));
        return sluice.sluice(words.toArray(String[]::new));
    }

    private void awaitStep(String saga, String step, String status) {
        sluice.awaitSaga(saga, told -> {
            for (JsonNode each : told.path("steps")) {
                if (each.path("name").asText().equals(step)) {
                    return each.path("status").asText().equals(status);
                }
            }
            return false;
        });
    }

    private static Fault unavailable(String path, String trip) {
        return Fault.of(FaultKind.UNAVAILABLE).onPath(path).onBody(trip).always();
    }
}
