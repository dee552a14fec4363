package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionsCommandTest {
    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice()
                .answers("/v1/versions", () -> "{\"subject\":\"case 4711\",\"version\":\"8\",\"before\":\"99999999\"}");
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldSayWhichVersionATargetHasAndTellWhatItWas() {
        Outcome outcome = sluice.run(
                "versions",
                "set",
                "case",
                "4711",
                "8",
                "--tenant",
                "city",
                "--who",
                "olga",
                "--why",
                "a test wrote it");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("Done: case 4711 is at version 8, not 99999999.");
        ObjectNode sent = (ObjectNode) sluice.sent().getFirst();
        assertThat(sent.remove("operation_id").asText()).isNotEmpty();
        assertThat(sent)
                .isEqualTo(FakeSluice.json("{\"tenant_id\":\"city\",\"target\":{\"type\":\"case\",\"id\":\"4711\","
                        + "\"version\":\"8\"},\"who\":\"olga\",\"why\":\"a test wrote it\"}"));
    }

    @Test
    void shouldShowWhichVersionATargetHas() {
        sluice.answers(
                "/v1/versions",
                () -> "{\"subject\":\"case 4711\",\"version\":\"8\",\"changed_at\":\"2026-01-01T00:00:00Z\"}");

        Outcome outcome = sluice.run("versions", "show", "case", "4711", "--tenant", "city");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("case 4711 is at version 8 since 2026-01-01T00:00:00Z.");
    }

    @Test
    void shouldSayThatNobodyHasToldOfAVersion() {
        sluice.answers("/v1/versions", () -> "{\"subject\":\"target doc-9\",\"version\":null}");

        Outcome outcome = sluice.run("versions", "show", "", "doc-9", "--tenant", "city");

        assertThat(outcome.out()).contains("Nobody has told which version target doc-9 has.");
    }

    @Test
    void shouldWantToKnowWhy() {
        Outcome outcome =
                sluice.run("versions", "set", "case", "4711", "8", "--tenant", "city", "--who", "olga", "--why", " ");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--why");
        assertThat(sluice.sent()).isEmpty();
    }
}
