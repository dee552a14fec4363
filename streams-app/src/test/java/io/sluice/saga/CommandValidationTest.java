package io.sluice.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandValidationTest {

    private static final Instant MADE = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void shouldTakeAPlainCommand() {
        assertThat(CommandValidation.validate(command("acme", "send", null, "{\"a\":[1,0.5,\"ü\"]}")))
                .isEmpty();
    }

    @Test
    void shouldTakeADefinitionInsteadOfATool() {
        assertThat(CommandValidation.validate(command("acme", null, "enforcement", "{}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "acme-1.eu_west", "system2"})
    void shouldTakeOrdinaryTenants(String tenant) {
        assertThat(CommandValidation.validate(command(tenant, "send", null, "{}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Acme", "a/b", "-a", ".a", "ä", "a b", "system", "a\u0000", "a\n"})
    void shouldRejectTenantsThatCouldMeetAnother(String tenant) {
        assertThat(CommandValidation.validate(command(tenant, "send", null, "{}")))
                .hasValueSatisfying(problem -> assertThat(problem.reason()).isEqualTo(Reason.INVALID_TENANT));
    }

    @Test
    void shouldRejectATenantThatIsTooLong() {
        assertThat(CommandValidation.validate(command("a".repeat(63), "send", null, "{}")))
                .isEmpty();
        assertThat(CommandValidation.validate(command("a".repeat(64), "send", null, "{}")))
                .isPresent();
    }

    @Test
    void shouldRejectToolAndDefinitionTogether() {
        assertRejected(command("acme", "send", "enforcement", "{}"), "either tool or definition");
    }

    @Test
    void shouldRejectNeitherToolNorDefinition() {
        assertRejected(command("acme", null, null, "{}"), "either tool or definition");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"text\"",
                "{",
                "{} {}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":9007199254740993}",
                "{\"a\":1e400}",
                "{\"a\":\"\\ud800\"}",
                "{a:1}",
                "{\"a\":NaN}"
            })
    void shouldRejectArgumentsThatHaveNoOneMeaning(String arguments) {
        assertRejected(command("acme", "send", null, arguments), "arguments");
    }

    @Test
    void shouldRejectArgumentsThatAreNestedTooDeep() {
        String deep = "{\"a\":".repeat(Bounds.JSON_DEPTH) + "{}" + "}".repeat(Bounds.JSON_DEPTH);

        assertRejected(command("acme", "send", null, deep), "arguments");
    }

    @Test
    void shouldRejectAnEmptyIdentifier() {
        assertRejected(send().run(" ").build(), "run_id is empty");
    }

    @Test
    void shouldRejectAControlCharacterInAnIdentifier() {
        assertRejected(send().run("run\r\nX: 1").build(), "control character");
    }

    @Test
    void shouldRejectAnIdentifierThatIsTooLong() {
        assertRejected(send().run("r".repeat(257)).build(), "longer than 256");
    }

    @Test
    void shouldRejectTooMuchEvidence() {
        assertRejected(send().evidence(Collections.nCopies(101, "e")).build(), "evidence_refs");
        assertRejected(send().evidence(List.of("e".repeat(2049))).build(), "evidence_refs");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 0})
    void shouldRejectTimesThatNoClockShows(long millis) {
        assertRejected(send().createdAt(Instant.ofEpochMilli(millis)).build(), "created_at");
    }

    private static void assertRejected(Command command, String detail) {
        assertThat(CommandValidation.validate(command)).hasValueSatisfying(problem -> {
            assertThat(problem.reason()).isEqualTo(Reason.INVALID_COMMAND);
            assertThat(problem.detail()).contains(detail);
        });
    }

    private static Command command(
            String tenant, @Nullable String tool, @Nullable String definition, String arguments) {
        return CommandBuilder.of(tool, definition, MADE)
                .tenant(tenant)
                .arguments(arguments)
                .build();
    }

    private static CommandBuilder send() {
        return CommandBuilder.ofTool("send", MADE);
    }
}
