package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A condition of few characters cannot make values that fill the memory, or take minutes. Invariant 10. */
class GrowthTest {
    private static final Instant NOW = Instant.parse("2026-01-05T21:30:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[command.tenant_id].map(a, a + a).map(a, a + a)[0].size() > 5 | adds what may be texts or lists",
                "[[1]].map(a, a + a)[0].size() > 5 | adds what may be texts or lists",
                "'a' + command.tenant_id == 'b' | adds what may be texts or lists",
                "command.arguments.one + command.arguments.other == 'b' | adds what may be texts or lists",
                "b'a' + b'b' == b'ab' | adds what may be texts or lists",
                "[1] + [2] == [1, 2] | adds what may be texts or lists",
                "dyn([1]) + dyn([2]) == [1, 2] | adds what may be texts or lists",
                "[1].map(a, [a, a]).map(a, [a, a]) == [] | loops over what another loop makes",
                "[1].map(a, {'x': a, 'y': a}).exists(b, b == {}) | loops over what another loop makes",
                "[[1]].filter(a, true).exists(b, b == []) | loops over what another loop makes",
                "[1].exists(a, [a, a].exists(b, [b, b].exists(c, c == 1)))| loops over what another loop makes",
                "[[1]].exists(a, [[a, a]][0].all(b, b == a)) | loops over what another loop makes",
                "[[1]].exists(a, (true ? [a, a] : []).all(b, b == a)) | loops over what another loop makes",
                "[[1]].exists(a, {'x': [a, a]}.x.all(b, b == a)) | loops over what another loop makes",
                "[[1]].exists(a, dyn([a, a]).exists_one(b, b == a)) | loops over what another loop makes",
                "[1].exists(a, [1].map(b, [a, a]).exists(c, c == [])) | loops over what another loop makes",
                "[[1]].exists(command, [command, command].exists(b, b == [])) | as a fact is",
                "[[1]].exists(time, [time, time].exists(b, b == [])) | as a fact is",
                "'a'.matches(command.rationale) | takes a pattern from elsewhere",
                "google.protobuf.ListValue{values: [1]} == [1] | is no condition in CEL",
                "[1].map(a, __result__ + __result__).size() > 0 | is no condition in CEL",
                "[1].map(a, @result).size() > 0 | is no condition in CEL",
                "'ab'.replace('a', 'bb') == 'bbb' | is no condition in CEL",
                "['a'].join('b') == 'a' | is no condition in CEL",
                "'%s'.format(['a']) == 'a' | is no condition in CEL",
                "command.arguments.l[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0] == 1 | recursion limit",
                "cel.bind(a, [1], a == [1]) | is no condition in CEL",
            })
    void shouldNotCompileWhatCouldGrow(String condition, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.compile(condition))
                .withMessageContaining(problem);
    }

    /** As much as the length of a condition lets in, over facts as large as they come. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "command.arguments.list.exists(a, command.arguments.list == [])",
                "[1, 2, 3].map(a, [1, 2, 3].map(b, command.arguments.list)) == [1].map(a, command.arguments.list)",
                "command.arguments.list.all(a, command.arguments.list.exists(b, b == a))",
                "[1, 2, 3].exists(a, command.arguments.text.matches('(a{9}){9}b'))",
                "command.arguments.nested.exists(a, a.exists(b, b == 'x'))",
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldEndSoonOverLargeFacts(String condition) {
        assertThat(Condition.compile(condition).evaluate(new Facts(facts(), NOW, NOW, true)))
                .isNotNull();
    }

    private static JsonNode facts() {
        ObjectNode facts = new ObjectMapper().createObjectNode();
        ObjectNode arguments = facts.putObject("command").putObject("arguments");
        arguments.put("text", "a".repeat(1_000_000));
        ArrayNode list = arguments.putArray("list");
        ArrayNode nested = arguments.putArray("nested");
        for (int i = 0; i < 100_000; i++) {
            list.add(i);
            nested.addArray().add("y");
        }
        return facts;
    }
}
