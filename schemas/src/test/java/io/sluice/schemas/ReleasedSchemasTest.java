package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;

class ReleasedSchemasTest {

    @Test
    void shouldStayCompatibleWithEveryRelease() {
        assertThat(CompatibilityChecker.problems(TopLevelSchemas.all(), Path.of("released")))
                .isEmpty();
    }

    @Test
    void shouldWriteOneFilePerRecordForTheNextRelease() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "avsc"));
        for (Schema schema : TopLevelSchemas.all()) {
            Path file = folder.resolve(schema.getName() + ".avsc");
            Files.writeString(file, SchemaFormatter.format("json/pretty", schema) + "\n");

            assertThat(new SchemaParser().parse(file).mainSchema()).isEqualTo(schema);
        }
    }
}
