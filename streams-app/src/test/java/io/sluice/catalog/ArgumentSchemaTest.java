package io.sluice.catalog;

import static io.sluice.catalog.Contracts.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentSchemaTest {
    private static final String PAYMENT = """
            {"required": ["amount"], "properties": {
              "amount": {"type": "integer", "minimum": 1},
              "on": {"type": "string", "format": "date"},
              "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
              "payee": {"properties": {"name": {"type": "string"}}},
              "tags": {"type": "array", "items": {"properties": {"id": {"$ref": "#/$defs/id"}}}},
              "open": {"type": "object", "additionalProperties": true}},
             "$defs": {"id": {"type": "string", "maxLength": 3}}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\": 1}",
                "{\"amount\": 1, \"on\": \"2026-02-28\", \"code\": \"ABC\", \"payee\": {\"name\": \"x\"}}",
                "{\"amount\": 1, \"tags\": [{\"id\": \"abc\"}, {}], \"open\": {\"anything\": 1}}",
            })
    void shouldTakeWhatFits(String arguments) {
        assertThat(ArgumentSchema.of(json(PAYMENT)).problem(json(arguments))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | required property 'amount' not found",
                "{\"amount\": 0} | arguments/amount must have a minimum value of 1",
                "{\"amount\": \"1\"} | arguments/amount string found, integer expected",
                "{\"amount\": 1, \"amuont\": 2} | amuont",
                "{\"amount\": 1, \"on\": \"2026-02-30\"} | arguments/on",
                "{\"amount\": 1, \"code\": \"abc\"} | arguments/code",
                "{\"amount\": 1, \"payee\": {\"nam\": \"x\"}} | nam",
                "{\"amount\": 1, \"tags\": [{}, {\"id\": \"abcd\"}]} | arguments/tags/1/id",
                "{\"amount\": 1, \"tags\": [{\"no\": 1}]} | no",
                "[] | array found, object expected",
            })
    void shouldSayWhichPropertyDoesNotFitAndWhy(String arguments, String problem) {
        assertThat(ArgumentSchema.of(json(PAYMENT)).problem(json(arguments)))
                .hasValueSatisfying(found -> assertThat(found)
                        .startsWith("arguments")
                        .contains(problem)
                        .doesNotContain("\n"));
    }

    @Test
    void shouldTakeNoArgumentsWhereNoneAreNamed() {
        ArgumentSchema schema = ArgumentSchema.of(json("{}"));

        assertThat(schema.problem(json("{}"))).isEmpty();
        assertThat(schema.problem(json("{\"x\": 1}"))).isPresent();
    }

    @Test
    void shouldKeepBranchesThatSayOneThingTogetherAsOpenAsTheySay() {
        ArgumentSchema schema = ArgumentSchema.of(json("""
                {"properties": {"a": {"type": "string"}}, "oneOf": [
                  {"required": ["b"], "properties": {"b": {"type": "string"}}},
                  {"required": ["c"], "properties": {"c": {"type": "string"}}}]}"""));

        assertThat(schema.problem(json("{\"a\": \"x\", \"b\": \"y\"}"))).isEmpty();
        assertThat(schema.problem(json("{\"a\": \"x\", \"d\": \"y\"}"))).isPresent();
        assertThat(schema.problem(json("{\"a\": \"x\", \"b\": \"y\", \"e\": \"z\"}")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | must be the JSON Schema of an object",
                "{\"type\": \"array\"} | must be the JSON Schema of an object",
                "{\"requird\": [\"a\"]} | uses requird, which is no keyword",
                "{\"properties\": {\"a\": {\"type\": \"strng\"}}} | is no JSON Schema",
                "{\"properties\": {\"a\": {\"format\": \"regex\"}}} | uses format regex",
                "{\"properties\": {\"a\": {\"pattern\": \"(?=a)\"}}} | which is not RE2",
                "{\"properties\": {\"a\": {\"$ref\": \"https://example.org/a.json\"}}} | which is not there",
                "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}} | which is not there",
                "{\"properties\": {\"a\": {\"$ref\": \"#\"}}} | which is not there",
                "{\"$defs\": {\"a\": {\"items\": {\"$ref\": \"#/$defs/a\"}}}, \"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}} | from within itself",
                "{\"$id\": \"urn:x\"} | uses $id",
            })
    void shouldRefuseASchemaThatIsNotWhatItSeemsOrReachesOutside(String schema, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgumentSchema.of(json(schema)))
                .withMessageContaining(problem);
    }

    @Test
    void shouldRefuseASchemaThatGrowsWithoutBound() {
        StringBuilder definitions = new StringBuilder("\"d0\": {\"type\": \"string\"}");
        for (int i = 1; i < 20; i++) {
            String before = "{\"$ref\": \"#/$defs/d" + (i - 1) + "\"}";
            definitions.append(", \"d" + i + "\": {\"allOf\": [" + before + "," + before + "]}");
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ArgumentSchema.of(json("{\"$defs\": {" + definitions + "}}")))
                .withMessageContaining("more than 1000 schemas");
    }

    @Test
    @Timeout(5)
    void shouldNotBeHeldUpByATextThatAPatternCannotDecideQuickly() {
        ArgumentSchema schema =
                ArgumentSchema.of(json("{\"properties\": {\"a\": {\"type\": \"string\", \"pattern\": \"^(a+)+$\"}}}"));

        assertThat(schema.problem(json("{\"a\": \"" + "a".repeat(50_000) + "!\"}")))
                .isPresent();
    }
}
