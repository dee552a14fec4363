package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.app.RunningSluice.Said;
import io.sluice.sandbox.provider.Fault;
import io.sluice.sandbox.provider.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What reviewers do from the command line, and what sagas compete for. Invariants 2 and 4 on real parts. */
@ExtendWith(RunningSluiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GovernanceIT {

    private RunningSluice sluice;

    @BeforeAll
    void start(RunningSluice running) {
        sluice = running;
        Said applied = sluice.sluice(
                "catalog",
                "apply",
                Path.of("src/test/resources/app/letters.yaml").toString(),
                "--as",
                "petra");
        assertThat(applied.code()).as(applied.err()).isZero();
    }

    @Test
    void shouldUseAnApprovalThatWasGivenInAdvanceForOneCommandAndNoSecond() {
        give("spring", "spring-letter");

        JsonNode first = letter("spring-letter", "--approval", "spring");
        JsonNode second = letter("spring-letter", "--approval", "spring");

        assertThat(first.path("state").asText()).isEqualTo("committed");
        assertThat(second.path("pending_approvals")).hasSize(1);
        assertThat(story(second)).contains("it was used before");
        assertThat(sluice.effects("letters", "spring-letter")).hasSize(1);
    }

    @Test
    void shouldSayWhenAnApprovalInAdvanceChangesNothing() {
        give("again", "again-letter");

        Said said = giving("again", "again-letter");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("reviewer_granted_before");
    }

    @Test
    void shouldAskAReviewerWhereTheApprovalWasTakenBackOrIsForAnotherTarget() {
        give("returned", "returned-letter");
        Said taken = sluice.sluice(
                "approvals", "take-back", "returned", "--tenant", "acme", "--as", "rita", "--reason", "wrong letter");
        assertThat(taken.code()).as(taken.err()).isZero();
        give("narrow", "narrow-letter");

        assertThat(story(letter("returned-letter", "--approval", "returned")))
                .contains("whoever gave it has taken it back");
        assertThat(story(letter("another-letter", "--approval", "narrow"))).contains("it is for target_id");

        assertThat(sluice.effects("letters", "returned-letter")).isEmpty();
        assertThat(sluice.effects("letters", "another-letter")).isEmpty();
    }

    @Test
    void shouldListWhatWaitsForAReviewerUntilItIsAnswered() {
        JsonNode asked = letter("listed-letter");
        String id = asked.path("pending_approvals").path(0).asText();

        assertThat(sluice.sluice("approvals", "list", "--tenant", "acme").out())
                .contains("TOOL", "TARGET", "RECIPIENT", "RISK", "ASKED BY", "AGE", "APPROVAL")
                .containsPattern("letter\\.send +listed-letter +r-12 +external notification .*" + Pattern.quote(id));
        assertThat(sluice.sluice("approvals", "list", "--tenant", "nobody").out())
                .contains("Nothing of tenant nobody waits for a reviewer.");
        assertThat(sluice.sluice("approvals", "show", "acme/none:send@1").err())
                .contains("There is no approval request acme/none:send@1.");
        assertThat(sluice.sluice("approvals", "show", "none").err()).contains("'none' is no approval id");

        assertThat(review("approve", asked, "rita").code()).isZero();

        awaitStatus(asked, "committed");
        assertThat(sluice.sluice("approvals", "list", "--tenant", "acme").out()).doesNotContain(id);
    }

    @Test
    void shouldEndWhatAReviewerRejectsWithTheReason() {
        JsonNode asked = letter("unwanted-letter");

        Said said = review("reject", asked, "rita", "--reason", "wrong recipient");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(awaitStatus(asked, "failed").path("reason").asText()).isEqualTo("approval_rejected");
        assertThat(story(asked)).contains("wrong recipient");
        assertThat(sluice.effects("letters", "unwanted-letter")).isEmpty();
    }

    @Test
    void shouldTakeTwoReviewersOfTheRole() {
        JsonNode asked = letter("costly-letter");

        assertThat(review("approve", asked, "rita").err()).contains("reviewer_lacks_role");
        assertThat(review("approve", asked, "tom").code()).isZero();
        assertThat(review("approve", asked, "tom").err()).contains("reviewer_granted_before");
        assertThat(sluice.effects("letters", "costly-letter")).isEmpty();
        assertThat(review("approve", asked, "tara").code()).isZero();

        awaitStatus(asked, "committed");
        assertThat(sluice.effects("letters", "costly-letter")).hasSize(1);
    }

    @Test
    void shouldNotDoWhatAReviewerWithdrawsBeforeItsUse() {
        JsonNode asked = letter("costly-regret");
        assertThat(review("approve", asked, "tom").code()).isZero();

        Said said = review("withdraw", asked, "tom", "--reason", "read it again");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(awaitStatus(asked, "failed").path("reason").asText()).isEqualTo("approval_withdrawn");
        assertThat(sluice.effects("letters", "costly-regret")).isEmpty();
    }

    @Test
    void shouldDoABusinessActOnceWhoeverProposesIt() {
        JsonNode first = propose("fee.charge", "case-1", "--run", "run-1", "--arg", "fee=reminder");
        JsonNode again = propose("fee.charge", "case-1", "--run", "run-1", "--arg", "fee=reminder");
        JsonNode second = propose("fee.charge", "case-1", "--run", "run-2", "--arg", "fee=reminder");
        JsonNode other = propose("fee.charge", "case-2", "--run", "run-3", "--arg", "fee=reminder");

        assertThat(first.path("state").asText()).isEqualTo("committed");
        assertThat(again.path("duplicate_of").asText())
                .isEqualTo(first.path("command_id").asText());
        assertThat(second.path("state").asText()).isEqualTo("failed");
        assertThat(second.path("reason").asText()).isEqualTo("duplicate");
        assertThat(second.path("duplicate_of").asText())
                .isEqualTo(first.path("command_id").asText());
        assertThat(other.path("state").asText()).isEqualTo("committed");
        assertThat(sluice.effects("fees", "case-1")).hasSize(1);
    }

    @Test
    void shouldLetOneSagaAfterTheOtherWorkOnATarget() {
        shouldWaitFor("target_held", "record.change", "record-1", "records", "change");
    }

    @Test
    void shouldLetOneCallAfterTheOtherBeUnderWayWhereALimitSaysSo() {
        shouldWaitFor("throttled", "desk.ask", "desk", "questions", "question");
    }

    /** The second is proposed while the provider still works on the first. */
    private void shouldWaitFor(String reason, String tool, String target, String resource, String argument) {
        sluice.provider()
                .addFault(Fault.of(FaultKind.DELAY_BEFORE)
                        .onPath("/keys/" + resource)
                        .onBody("first")
                        .lasting(Duration.ofSeconds(6)));
        String[] first = command(tool, target, "--arg", argument + "=first");
        String[] second = command(tool, target, "--arg", argument + "=second");
        String before = sluice.sluice(first).json().path("saga_id").asText();
        sluice.awaitSaga(before, told -> status(told).equals("started"));

        String after = sluice.sluice(second).json().path("saga_id").asText();

        sluice.awaitSaga(after, told -> told.findValuesAsText("reason").contains(reason));
        assertThat(sluice.effects(resource, "second")).isEmpty();
        sluice.awaitStatus(before, "committed");
        sluice.awaitStatus(after, "committed");
        assertThat(sluice.effects(resource, "second")).hasSize(1);
    }

    private static String status(JsonNode saga) {
        return saga.path("steps").path(0).path("status").asText();
    }

    private void give(String approval, String target) {
        Said given = giving(approval, target);
        assertThat(given.code()).as(given.err()).isZero();
    }

    private Said giving(String approval, String target) {
        return sluice.sluice(("approvals give " + approval + " --tenant acme --tool letter.send --target " + target
                        + " --recipient r-12 --valid-for 1h --as rita")
                .split(" "));
    }

    private Said review(String what, JsonNode result, String reviewer, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "approvals", what, result.path("pending_approvals").path(0).asText(), "--as", reviewer));
        words.addAll(List.of(more));
        return sluice.sluice(words.toArray(String[]::new));
    }

    private JsonNode letter(String target, String... more) {
        return propose("letter.send", target, more);
    }

    /** The command's result, once it has ended or waits for a reviewer. */
    private JsonNode propose(String tool, String target, String... more) {
        List<String> words = new ArrayList<>(List.of(command(tool, target, more)));
        words.addAll(List.of("--wait", "30s"));
        return sluice.sluice(words.toArray(String[]::new)).json();
    }

    private static String[] command(String tool, String target, String... more) {
        List<String> words = new ArrayList<>(List.of(("propose --json --tenant acme --tool " + tool + " --target "
                        + target + " --target-type case --recipient r-12")
                .split(" ")));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private JsonNode awaitStatus(JsonNode result, String status) {
        return sluice.awaitStatus(result.path("saga_id").asText(), status);
    }

    /** As the history of its saga tells it. */
    private String story(JsonNode result) {
        return sluice.sluice("status", result.path("saga_id").asText()).out();
    }
}
