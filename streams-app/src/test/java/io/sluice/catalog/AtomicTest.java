package io.sluice.catalog;

import static io.sluice.catalog.Contracts.contract;
import static io.sluice.catalog.Contracts.json;
import static io.sluice.catalog.Contracts.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.ToolContract.RequestTemplate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider would do in part is not sent. */
class AtomicTest {
    private static final Atomic TWO_WITH_FLAG = new Atomic("/writes", 2, "/options/all");
    private static final String TEMPLATE = "{\"writes\":\"$/w\",\"options\":{\"all\":\"$/all?\"}}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"w\":[1,2],\"all\":true}",
                "{\"w\":[],\"all\":true}",
            })
    void shouldSendWhatIsDoneAllOrNone(String scope) throws Exception {
        assertThat(Renderer.call(atomic(TEMPLATE, TWO_WITH_FLAG), scope(scope)).body())
                .contains("\"all\":true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"w\":[1,2,3],\"all\":true} | holds 3 writes at /writes, and the provider does 2 at most",
                "{\"w\":[1,2]} | does not hold true at /options/all",
                "{\"w\":[1,2],\"all\":false} | does not hold true at /options/all",
                "{\"w\":[1,2],\"all\":null} | does not hold true at /options/all",
                "{\"w\":[1,2],\"all\":\"true\"} | does not hold true at /options/all",
                "{\"w\":[1,2],\"all\":\"$/all\"} | does not hold true at /options/all",
                "{\"w\":{\"a\":1},\"all\":true} | has no list of writes at /writes",
                "{\"w\":\"$/w\",\"all\":true} | has no list of writes at /writes",
            })
    void shouldRefuseWhatTheProviderMightDoInPart(String scope, String why) {
        assertThatThrownBy(() -> Renderer.call(atomic(TEMPLATE, TWO_WITH_FLAG), scope(scope)))
                .isInstanceOf(NotAtomicException.class)
                .hasMessageContaining("notice.send")
                .hasMessageContaining(why);
    }

    @Test
    void shouldRefuseARequestWithoutABody() {
        RequestTemplate empty =
                new RequestTemplate("POST", "/x", Map.of(), Map.of(), Map.of(), null, new Atomic("/writes", 2, null));

        assertThatThrownBy(() -> Renderer.call(contract(empty), scope("{}"))).isInstanceOf(NotAtomicException.class);
    }

    @Test
    void shouldLookIntoLists() throws Exception {
        Atomic graph = new Atomic("/graphs/0/nodes", 2, null);
        String template = "{\"graphs\":[{\"nodes\":\"$/w\"}]}";

        assertThat(Renderer.call(atomic(template, graph), scope("{\"w\":[1,2]}"))
                        .body())
                .isEqualTo("{\"graphs\":[{\"nodes\":[1,2]}]}");
        assertThatThrownBy(() -> Renderer.call(atomic(template, graph), scope("{\"w\":[1,2,3]}")))
                .isInstanceOf(NotAtomicException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"writes\":[1],\"options\":{\"all\":true}} | true",
                "{\"writes\":\"$/w\",\"options\":{\"all\":\"$/all\"}} | true",
                "{\"writes\":[\"$/w\"],\"options\":\"$/o\"} | true",
                "\"$/arguments\" | true",
                "{\"writes\":[1,2,3],\"options\":{\"all\":true}} | false",
                "{\"writes\":\"$/w\",\"options\":{\"all\":false}} | false",
                "{\"writes\":\"$/w\"} | false",
                "{\"writes\":\"text\",\"options\":{\"all\":true}} | false",
                "{\"options\":{\"all\":true}} | false",
            })
    void shouldJudgeATemplateByWhatItSaysItself(String template, boolean fits) {
        assertThat(TWO_WITH_FLAG.problemOfTemplate(json(template)).isEmpty()).isEqualTo(fits);
    }

    private static ToolContract atomic(String body, Atomic atomic) {
        JsonNode template = json(body);
        return contract(new RequestTemplate("POST", "/x", Map.of(), Map.of(), Map.of(), template, atomic));
    }
}
