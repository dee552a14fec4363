package io.sluice.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariant 3: what makes two payloads the same is their content by RFC 8785, and not how they were written. */
class CommandHashTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Property(tries = 300)
    void shouldNotMindTheOrderOfKeysNorHowCharactersAndNumbersAreWritten(
            @ForAll("documents") Map<String, JsonNode> document, @ForAll long seed) {
        String plain = object(document, new ArrayList<>(document.keySet())).toString();
        List<String> shuffled = new ArrayList<>(document.keySet());
        Collections.shuffle(shuffled, new Random(seed));
        String otherwise = rewritten(object(document, shuffled).toString());

        assertThat(hash(otherwise)).isEqualTo(hash(plain));
    }

    @Property(tries = 300)
    void shouldGiveAnyOtherPayloadAnotherHash(
            @ForAll("documents") Map<String, JsonNode> one, @ForAll("documents") Map<String, JsonNode> other) {
        JsonNode first = object(one, new ArrayList<>(one.keySet()));
        JsonNode second = object(other, new ArrayList<>(other.keySet()));

        assertThat(hash(first.toString()).equals(hash(second.toString()))).isEqualTo(first.equals(second));
    }

    @Property(tries = 100)
    void shouldNotMindMessageIdAndTime(@ForAll String id, @ForAll long seconds) {
        Command command = CommandBuilder.ofTool("book", AT).build();
        Command again = CommandBuilder.ofTool("book", AT.plusSeconds(seconds % 1_000_000))
                .id(id)
                .build();

        assertThat(CommandJson.hash(again)).isEqualTo(CommandJson.hash(command));
    }

    @Property(tries = 100)
    void shouldTellTheCommandsOfAnOpenSagaApart(
            @ForAll SagaAction action, @ForAll SagaAction other, @ForAll RunAt runAt, @ForAll RunAt otherRunAt) {
        Command one = CommandBuilder.open(action, "trip", null, AT).runAt(runAt).build();
        Command two =
                CommandBuilder.open(other, "trip", null, AT).runAt(otherRunAt).build();

        assertThat(CommandJson.hash(one).equals(CommandJson.hash(two)))
                .isEqualTo(action == other && runAt == otherRunAt);
    }

    @Provide
    Arbitrary<Map<String, JsonNode>> documents() {
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(4).excludeChars(surrogates());
        Arbitrary<JsonNode> values = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6).excludeChars(surrogates()).map(JSON::textNode),
                Arbitraries.integers().map(JSON::numberNode),
                Arbitraries.of(true, false).map(JSON::booleanNode),
                Arbitraries.just(JSON.nullNode()),
                Arbitraries.integers().between(0, 9).list().ofMaxSize(3).map(CommandHashTest::array));
        return Arbitraries.maps(names, values).ofMaxSize(5).map(TreeMap::new);
    }

    private static char[] surrogates() {
        char[] halves = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return halves;
    }

    private static JsonNode array(List<Integer> numbers) {
        ArrayNode array = JSON.arrayNode();
        numbers.forEach(array::add);
        return array;
    }

    private static ObjectNode object(Map<String, JsonNode> document, List<String> order) {
        ObjectNode object = JSON.objectNode();
        order.forEach(name -> object.set(name, document.get(name)));
        return object;
    }

    /** The same JSON with every letter of its strings escaped, and with blanks between its tokens. */
    private static String rewritten(String json) {
        StringBuilder other = new StringBuilder();
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                int end = i + (json.charAt(i + 1) == 'u' ? 6 : 2);
                other.append(json, i, end);
                i = end - 1;
            } else if (c == '"') {
                inString = !inString;
                other.append(c);
            } else if (inString && Character.isLetter(c)) {
                other.append(String.format("\\u%04x", (int) c));
            } else if (!inString && (c == ',' || c == ':')) {
                other.append(' ').append(c).append("\n ");
            } else {
                other.append(c);
            }
        }
        return other.toString();
    }

    private static String hash(String arguments) {
        return CommandJson.hash(
                CommandBuilder.ofTool("book", AT).arguments(arguments).build());
    }
}
