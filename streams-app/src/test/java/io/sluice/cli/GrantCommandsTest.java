package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrantCommandsTest {
    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice().answers("/v1/grants", () -> "{}");
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldGiveAnApprovalInAdvanceForWhatIsSaid() {
        Instant before = Instant.now();

        Outcome outcome = run(
                "give",
                "spring-letter",
                "--tenant",
                "city",
                "--tool",
                "notice.send",
                "--target",
                "4711",
                "--valid-for",
                "8h",
                "--as",
                "rita");

        JsonNode sent = sluice.sent().getFirst();
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("approval_id spring-letter").contains("notice.send");
        assertThat(sent.path("approval_id").asText()).isEqualTo("spring-letter");
        assertThat(sent.path("reviewer_id").asText()).isEqualTo("rita");
        assertThat(sent.path("subject"))
                .isEqualTo(FakeSluice.json("{\"approved_action\":\"notice.send\",\"target_id\":\"4711\"}"));
        assertThat(Instant.parse(sent.path("expires_at").asText())).isAfterOrEqualTo(before.plusSeconds(8 * 3600));
    }

    @Test
    void shouldTakeAnApprovalBackWithTheReason() {
        Outcome outcome =
                run("take-back", "spring-letter", "--tenant", "city", "--as", "rita", "--reason", "wrong one");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sluice.sent().getFirst())
                .isEqualTo(FakeSluice.json("{\"tenant_id\":\"city\",\"approval_id\":\"spring-letter\","
                        + "\"reviewer_id\":\"rita\",\"verdict\":\"withdraw\",\"reason\":\"wrong one\"}"));
    }

    @Test
    void shouldSayHowADurationIsWritten() {
        Outcome outcome = run("give", "a", "--tenant", "city", "--tool", "t", "--valid-for", "soon", "--as", "rita");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("'soon' is no duration");
    }

    private Outcome run(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "approvals";
        System.arraycopy(words, 0, all, 1, words.length);
        return sluice.run(all);
    }
}
