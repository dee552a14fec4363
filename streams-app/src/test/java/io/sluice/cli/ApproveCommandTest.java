package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reviewer is told what came of the decision. */
class ApproveCommandTest {
    private static final String REQUEST = "/v1/approvals/city/k1:send@7";
    private static final String HISTORY = "/v1/sagas/city/k1/history";
    private static final String GRANTED = """
            {"partition_sequence": 9, "type": "ApprovalGranted",
             "event": {"effect": {"step": "send", "direction": "forward"}, "approval_id": "city/k1:send@7"}}
            """;
    private static final String ASKED = """
            {"partition_sequence": 9, "type": "ApprovalRequested",
             "event": {"effect": {"step": "%s", "direction": "forward"}, "approval": {"approval_id": "city/k1:%1$s@9"}}}
            """;

    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice()
                .answers(
                        REQUEST,
                        () ->
                                "{\"approval_id\":\"city/k1:send@7\",\"saga_id\":\"city/k1\",\"tool\":\"notice.send\",\"request\":{}}")
                .answers(REQUEST + "/decision", () -> "{}");
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    private Outcome approve(String... facts) {
        sluice.answers(HISTORY, () -> "{\"items\":[" + (sluice.sent().isEmpty() ? "" : String.join(",", facts)) + "]}");
        return sluice.run("approvals", "approve", "city/k1:send@7", "--as", "rita");
    }

    @Test
    void shouldSayThatItIsApproved() {
        Outcome outcome = approve(GRANTED);

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("Approved: notice.send");
    }

    @Test
    void shouldSayWhereItIsAskedAnewBecauseTheGrantCountsForNothing() {
        Outcome outcome = approve(GRANTED, ASKED.formatted("send"));

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("asked anew, as city/k1:send@9");
    }

    /** The next step may want an approval, too. */
    @Test
    void shouldNotTakeTheRequestOfAnotherStepForTheSame() {
        assertThat(approve(GRANTED, ASKED.formatted("close")).code()).isZero();
    }
}
