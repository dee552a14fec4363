package io.sluice.catalog;

import static io.sluice.catalog.Contracts.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "-0.5", "\"no\"", "\" \"", "[null]", "{\"a\":null}"})
    void shouldHoldForAnythingThatSaysSomething(String value) {
        assertThat(Conditions.holds("$/arguments/x", scope("{\"arguments\":{\"x\":" + value + "}}")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "null", "0", "0.0", "-0.0", "0e9", "\"\"", "[]", "{}"})
    void shouldNotHoldForWhatSaysNothing(String value) {
        assertThat(Conditions.holds("$/arguments/x", scope("{\"arguments\":{\"x\":" + value + "}}")))
                .isFalse();
    }

    @Test
    void shouldNotHoldForWhatIsNotThere() {
        assertThat(Conditions.holds("$/steps/a/result/x", scope("{}"))).isFalse();
        assertThat(Conditions.holds("$/steps/a/result/x?", scope("{}"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "PT2H, 2026-11-21T10:00:00Z",
        "90m, 2026-11-21T09:30:00Z",
        "366d, 2027-11-22T08:00:00Z",
        "2026-12-01T09:00:00Z, 2026-12-01T09:00:00Z",
        "2026-12-01T09:00:00+01:00, 2026-12-01T08:00:00Z",
        "2020-01-01T00:00:00Z, 2026-11-21T08:00:00Z",
        "-1000000000-01-01T00:00:00Z, 2026-11-21T08:00:00Z",
        "PT-1H, 2026-11-21T08:00:00Z",
        "$/arguments/at, 2026-12-24T17:00:00Z",
        "$/arguments/after, 2026-11-24T08:00:00Z",
        "$/arguments/gone?, 2026-11-21T08:00:00Z",
        "$/arguments/none?, 2026-11-21T08:00:00Z",
    })
    void shouldTellTheMomentOfAStep(String template, Instant expected) throws Exception {
        Scope scope = scope("{\"arguments\":{\"at\":\"2026-12-24T17:00:00Z\",\"after\":\"P3D\",\"none\":null}}");

        assertThat(Conditions.notBefore(template, scope, START)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$/arguments/gone | has no value",
                "$/arguments/none | has no value",
                "$/arguments/number | gives no moment to wait for: give it an instant such as",
                "$/arguments/text | gives no moment to wait for",
                "$/arguments/list | needs a single value",
                "$/arguments/far | puts the step off for more than 366 days",
                "367d | puts the step off for more than 366 days",
                "PT2562047788015215H | puts the step off for more than 366 days",
                "+1000000000-12-31T23:59:59Z | puts the step off for more than 366 days",
            })
    void shouldRefuseWhatIsNoMoment(String template, String problem) {
        Scope scope = scope("""
                {"arguments":{"none":null,"number":7,"text":"tomorrow","list":[],"far":"2030-01-01T00:00:00Z"}}""");

        assertThatThrownBy(() -> Conditions.notBefore(template, scope, START))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining(problem);
    }
}
