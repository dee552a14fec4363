package io.sluice.catalog;

import static io.sluice.catalog.Contracts.contract;
import static io.sluice.catalog.Contracts.json;
import static io.sluice.catalog.Contracts.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.catalog.ToolContract.RequestTemplate;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | ``",
                "{\"amount\":1099,\"currency\":\"eur\",\"confirm\":true} | amount=1099&currency=eur&confirm=true",
                "{\"metadata\":{\"order\":\"a b\"}} | metadata[order]=a%20b",
                "{\"items\":[{\"price\":\"p1\"},{\"price\":\"p2\"}]} | items[0][price]=p1&items[1][price]=p2",
                "{\"expand\":[\"charge\"],\"a\":{\"b\":{\"c\":1.5}}} | expand[0]=charge&a[b][c]=1.5",
                "{\"a\":\"\",\"b\":\"x&amount=1\"} | a=&b=x%26amount%3D1",
                "{\"a&b\":\"=\"} | a%26b=%3D",
            })
    void shouldWriteNestedKeysInBrackets(String body, String form) throws Exception {
        assertThat(FormBody.of(json(body))).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "\"text\"",
                "{\"a\":null}",
                "{\"a\":[]}",
                "{\"a\":{}}",
                "{\"a\":{\"b\":[null]}}",
                "{\"a[b]\":1}",
                "{\"a\":{\"x][y\":1}}",
                "{\"\":1}",
                "{\"a\":{\"\":1}}",
            })
    void shouldRefuseWhatAFormCannotSay(String body) {
        assertThatThrownBy(() -> FormBody.of(json(body)))
                .isInstanceOf(RenderingException.class)
                .hasMessageContaining("form");
    }

    @Property
    void shouldKeepEveryValueInItsField(@ForAll String value) throws Exception {
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(value));

        String form = FormBody.of(JsonNodeFactory.instance.objectNode().put("note", value));

        assertThat(form).matches("note=[A-Za-z0-9._~%-]*");
        assertThat(URLDecoder.decode(form, StandardCharsets.UTF_8)).isEqualTo("note=" + value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Type | application/x-www-form-urlencoded | note=n",
                "content-type | Application/X-WWW-Form-URLEncoded; charset=utf-8 | note=n",
                "Content-Type | application/json | {\"note\":\"n\"}",
                "X-Type | application/x-www-form-urlencoded | {\"note\":\"n\"}",
            })
    void shouldFollowTheContentType(String header, String type, String body) throws Exception {
        assertThat(Renderer.call(contract(template(header, type)), scope("{}")).body())
                .isEqualTo(body);
    }

    private static RequestTemplate template(String header, String type) {
        return new RequestTemplate("POST", "/x", Map.of(), Map.of(), Map.of(header, type), json("{\"note\":\"n\"}"));
    }
}
