package io.sluice.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"b\":1,\"a\":[true,null,\"x\"]} | {\"a\":[true,null,\"x\"],\"b\":1}",
                "{\"n\":1.0} | {\"n\":1}",
                "{\"n\":-0.0} | {\"n\":0}",
                "{\"n\":0.1} | {\"n\":0.1}",
                "{\"n\":1E30} | {\"n\":1e+30}",
                "{\"n\":333333333.33333329} | {\"n\":333333333.3333333}",
                "{\"\\u20ac\":1,\"\\r\":2} | {\"\\r\":2,\"€\":1}",
                "\"text\" | \"text\"",
                "[] | []",
                "17 | 17",
            })
    void shouldWriteTheFormOfRfc8785(String json, String canonical) throws Exception {
        assertThat(CanonicalJson.canonicalize(JSON.readTree(json))).isEqualTo(canonical);
    }

    @Test
    void shouldHashTheCanonicalBytes() throws Exception {
        assertThat(CanonicalJson.hash(JSON.readTree("{}")))
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
        assertThat(CanonicalJson.hash(JSON.readTree("{\"a\":1,\"b\":2}")))
                .isEqualTo(CanonicalJson.hash(JSON.readTree("{ \"b\" : 2.0, \"a\" : 1 }")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":9007199254740993}", "[-9223372036854775807]", "[1e400]"})
    void shouldRefuseNumbersThatWouldShareAHash(String json) throws Exception {
        JsonNode node = JSON.readTree(json);

        assertThatThrownBy(() -> CanonicalJson.hash(node))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("send it as a string");
    }

    @Test
    void shouldRefuseHalfASurrogatePair() {
        assertThatThrownBy(() -> CanonicalJson.hash(TextNode.valueOf("a\ud800b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> CanonicalJson.hash(
                        JSON.createObjectNode().putObject("x").put("\udc00", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
