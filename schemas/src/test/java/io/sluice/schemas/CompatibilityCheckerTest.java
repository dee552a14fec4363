package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompatibilityCheckerTest {

    private static final String REQUIRED = "{\"name\":\"id\",\"type\":\"string\"}";

    @TempDir
    private Path releases;

    @Test
    void shouldAcceptANewFieldWithDefault() throws IOException {
        release("1.0.0", record("Sample", REQUIRED));

        assertThat(problems(record("Sample", REQUIRED, "{\"name\":\"n\",\"type\":\"int\",\"default\":0}")))
                .isEmpty();
    }

    @Test
    void shouldAcceptANewSymbolOfAnEnumWithDefault() throws IOException {
        release("1.0.0", record("Sample", enumField("\"a\",\"b\"")));

        assertThat(problems(record("Sample", enumField("\"a\",\"b\",\"c\"")))).isEmpty();
    }

    @Test
    void shouldRefuseANewFieldWithoutDefault() throws IOException {
        release("1.0.0", record("Sample", REQUIRED));

        assertThat(problems(record("Sample", REQUIRED, "{\"name\":\"n\",\"type\":\"int\"}")))
                .singleElement()
                .asString()
                .startsWith("the current Sample cannot read records of release 1.0.0")
                .contains("/fields/1");
    }

    @Test
    void shouldRefuseARemovedFieldThatOlderReadersNeed() throws IOException {
        release("1.0.0", record("Sample", REQUIRED, "{\"name\":\"n\",\"type\":\"int\"}"));

        assertThat(problems(record("Sample", REQUIRED)))
                .singleElement()
                .asString()
                .startsWith("release 1.0.0 cannot read records of the current Sample");
    }

    @Test
    void shouldRefuseAChangedType() throws IOException {
        release("1.0.0", record("Sample", REQUIRED));

        assertThat(problems(record("Sample", "{\"name\":\"id\",\"type\":\"long\"}")))
                .hasSize(2);
    }

    @Test
    void shouldRefuseAWideningThatOlderReadersCannotFollow() throws IOException {
        release("1.0.0", record("Sample", "{\"name\":\"n\",\"type\":\"int\"}"));

        assertThat(problems(record("Sample", "{\"name\":\"n\",\"type\":\"long\"}")))
                .singleElement()
                .asString()
                .startsWith("release 1.0.0 cannot read");
    }

    @Test
    void shouldCompareWithEveryReleaseAndNotOnlyTheLast() throws IOException {
        release("1.0.0", record("Sample", "{\"name\":\"n\",\"type\":\"string\"}"));
        release("1.1.0", record("Sample", REQUIRED));

        assertThat(problems(record("Sample", REQUIRED)))
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem).contains("1.0.0"));
    }

    @Test
    void shouldRefuseAReleasedRecordThatIsGone() throws IOException {
        release("1.0.0", record("Other", REQUIRED));

        assertThat(problems(record("Sample", REQUIRED)))
                .singleElement()
                .asString()
                .startsWith("io.sluice.schemas.Other of release 1.0.0 is gone");
    }

    private List<String> problems(Schema current) {
        return CompatibilityChecker.problems(List.of(current), releases);
    }

    private void release(String version, Schema schema) throws IOException {
        Path folder = Files.createDirectories(releases.resolve(version));
        Files.writeString(folder.resolve(schema.getName() + ".avsc"), schema.toString());
    }

    private static String enumField(String symbols) {
        return "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[" + symbols
                + "],\"default\":\"a\"}}";
    }

    private static Schema record(String name, String... fields) {
        return new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"" + name + "\",\"namespace\":\"io.sluice.schemas\",\"fields\":["
                        + String.join(",", fields) + "]}")
                .mainSchema();
    }
}
