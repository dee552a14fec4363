package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.effect.OutcomeResult;
import io.sluice.query.view.Journal;
import io.sluice.query.view.Json;
import io.sluice.query.view.SagaView;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimelineTest {

    @Test
    void shouldTellANoticeThatGoesThrough() throws Exception {
        Journal journal = Journal.ofNotice()
                .grant("rita")
                .answer(OutcomeResult.SUCCEEDED, 201, "d-1", null)
                .answer(OutcomeResult.SUCCEEDED, 201, "n-1", null);

        assertThat(story(journal).lines())
                .containsSubsequence(
                        "What      enforcement-notice for case case-17, proposed by agent-7 (command c-1)",
                        "Why       payment is overdue",
                        "Status    committed",
                        "STEP      TOOL                    STATUS     CONFIRMED BY  REFERENCE  ATTEMPTS",
                        "register  case.register-dispatch  committed  read back     d-1        1",
                        "send      notice.send             committed  read back     n-1        1",
                        "Thursday, 1 January 2026",
                        "  09:00:00.000  saga      agent-7 proposes enforcement-notice for case case-17 (command c-1):"
                                + " register, then send",
                        "  09:00:00.000  send      policy requires an approval (rule risky-effect of built-in/2): this type"
                                + " of effect needs one approval",
                        "  09:01:00.000  send      approved by rita, good until 2026-01-02T09:00:00Z",
                        "  09:01:00.000  register  attempt 1: calls POST /dispatches at dispatch",
                        "  09:01:00.020  register  answer 201: done, read back, reference d-1",
                        "  09:01:00.020  register  committed, seen by reading it back, reference d-1",
                        "  09:01:00.040  saga      done: every step is committed");
    }

    @Test
    void shouldTellARollback() throws Exception {
        Journal journal = Journal.ofNotice()
                .grant("rita")
                .answer(OutcomeResult.SUCCEEDED, 201, "d-1", null)
                .answer(OutcomeResult.TERMINAL, 422, null, "the recipient is unknown")
                .answer(OutcomeResult.SUCCEEDED, 201, "x-1", null);

        assertThat(story(journal).lines())
                .containsSubsequence(
                        "Status    rolled back (refused by provider)",
                        "register         case.register-dispatch  compensated                   read back     d-1        1",
                        "  undo register  case.cancel-dispatch    committed                     read back     x-1        1",
                        "send             notice.send             failed (refused by provider)  -             -          1",
                        "  09:01:00.040  send           answer 422: refused for good: the recipient is unknown",
                        "  09:01:00.040  saga           rollback begins (refused_by_provider) because of step send",
                        "  09:01:00.060  undo register  committed, seen by reading it back, reference x-1",
                        "  09:01:00.060  register       undone",
                        "  09:01:00.060  saga           rolled back: every effect was undone (refused_by_provider); step send"
                                + " did not go through");
    }

    @Test
    void shouldTellADoubtAndHowItIsSettled() throws Exception {
        Journal journal = Journal.ofNotice()
                .grant("rita")
                .answer(OutcomeResult.UNKNOWN, 0, null, "the connection broke")
                .passes(Duration.ZERO)
                .answer(OutcomeResult.FOUND, 200, "d-1", null);

        assertThat(story(journal).lines())
                .containsSubsequence(
                        "  09:01:00.020  register  no answer that says whether it was done: the connection broke",
                        "  09:01:00.020  register  in doubt: it may or may not have happened (unknown_outcome)",
                        "  09:01:00.040  register  answer 200: it is there, reference d-1",
                        "  09:01:00.040  register  committed, found by looking it up, reference d-1");
    }

    @Test
    void shouldTellARefusedDecision() throws Exception {
        assertThat(story(Journal.ofNotice().grant("agent-7")))
                .contains("refused (reviewer_is_proposer): four eyes: the proposer may not approve its own request");
    }

    private static String story(Journal journal) {
        JsonNode history = Json.tree(journal.entries());
        return Sagas.story(Json.tree(SagaView.of(journal.saga())), history, ZoneOffset.UTC);
    }
}
