package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepairCommandTest {
    private static final String PATH = "/v1/sagas/city/k1";

    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice().answers(PATH + "/operations", () -> "{}");
        answers("OperationApplied", "operation_id", "");
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "cancel city/k1 | {\"kind\":\"cancel\"}",
                "rollback city/k1 | {\"kind\":\"roll_back\"}",
                "retry city/k1 | {\"kind\":\"retry\"}",
                "retry city/k1 --step s --compensation | {\"kind\":\"retry\",\"effect\":{\"step\":\"s\",\"direction\":\"compensation\"}}",
                "skip k1 --tenant city --step s | {\"kind\":\"skip\",\"effect\":{\"step\":\"s\",\"direction\":\"forward\"}}",
                "compensate city/k1 --step s | {\"kind\":\"compensate\",\"effect\":{\"step\":\"s\",\"direction\":\"forward\"}}",
                "resolve city/k1 --step s --committed --external-ref n-1 | {\"kind\":\"resolve\",\"effect\":{\"step\":\"s\",\"direction\":\"forward\"},\"resolution\":\"committed\",\"external_ref\":\"n-1\"}",
                "resolve city/k1 --step s --not-committed | {\"kind\":\"resolve\",\"effect\":{\"step\":\"s\",\"direction\":\"forward\"},\"resolution\":\"not_committed\"}",
            })
    void shouldSendWhatIsAskedWithWhoAndWhy(String arguments, String expected) {
        Outcome outcome = repair(arguments, "--who", "olga", "--why", "their desk said so");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        JsonNode sent = sluice.sent().getFirst();
        assertThat(sent.path("operation_id").asText()).isNotEmpty();
        assertThat(sent.path("who").asText()).isEqualTo("olga");
        assertThat(sent.path("why").asText()).isEqualTo("their desk said so");
        FakeSluice.json(expected)
                .properties()
                .forEach(field -> assertThat(sent.get(field.getKey())).isEqualTo(field.getValue()));
        assertThat(outcome.out()).startsWith("Done: told. Follow it with: sluice status ");
    }

    @Test
    void shouldSayWhyARepairIsRefused() {
        answers("InputRejected", "input_id", ",\"reason\":\"pivot_passed\",\"detail\":\"step send has happened\"");

        Outcome outcome = repair("cancel city/k1", "--who", "olga", "--why", "withdrawn");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("Not taken: step send has happened (pivot_passed).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cancel city/k1 --who olga",
                "cancel city/k1 --why x",
                "skip city/k1 --who olga --why x",
                "resolve city/k1 --step s --who olga --why x",
                "resolve city/k1 --step s --committed --not-committed --who olga --why x",
            })
    void shouldKnowWrongUsage(String arguments) {
        assertThat(repair(arguments).code()).isEqualTo(2);
        assertThat(sluice.sent()).isEmpty();
    }

    private void answers(String type, String idField, String more) {
        sluice.answers(
                PATH + "/history",
                () -> sluice.sent().isEmpty()
                        ? "{\"items\":[{\"partition_sequence\":7,\"event\":{}}]}"
                        : "{\"items\":[{\"type\":\"%s\",\"text\":\"told\",\"event\":{\"%s\":\"%s\"%s}}]}"
                                .formatted(
                                        type,
                                        idField,
                                        sluice.sent()
                                                .getFirst()
                                                .path("operation_id")
                                                .asText(),
                                        more));
    }

    private Outcome repair(String arguments, String... more) {
        String[] words = ("repair " + arguments).split(" ", -1);
        String[] all = new String[words.length + more.length];
        System.arraycopy(words, 0, all, 0, words.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return sluice.run(all);
    }
}
