package io.sluice.saga;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "NULL",
            value = {
                "{\"a\":1      | Object (start marker at line: 1, column: 1)",
                "{\"a\":1      | (line 1, column 7)",
                "{\"a\":nil}   | Unrecognized token 'nil'",
                "{\"a\":1,\"a\":2} | Duplicate field 'a' (line 1, column 11)",
                "` `           | it is empty",
            })
    void shouldSayWhatIsWrongAndWhere(String text, String problem) {
        assertThatThrownBy(() -> StrictJson.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("Source");
    }
}
