package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What every schema keeps to, so that a reader can understand it and a later version can change it. */
class SchemaHygieneTest {

    private static final Collection<Schema> NAMED = named();

    @Test
    void shouldDescribeEveryRecordAndField() {
        assertThat(NAMED)
                .allSatisfy(schema ->
                        assertThat(schema.getDoc()).as(schema.getName()).isNotBlank())
                .filteredOn(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(Schema::getFields)
                .allSatisfy(field -> assertThat(field.doc()).as(field.name()).isNotBlank());
    }

    @Test
    void shouldGiveEveryFieldThatMayBeMissingADefault() {
        assertThat(NAMED)
                .filteredOn(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(Schema::getFields)
                .filteredOn(field -> field.schema().isNullable())
                .allSatisfy(
                        field -> assertThat(field.defaultVal()).as(field.name()).isEqualTo(JsonProperties.NULL_VALUE));
    }

    @Test
    void shouldLetEveryEnumGrow() {
        assertThat(NAMED)
                .filteredOn(schema -> schema.getType() == Schema.Type.ENUM)
                .isNotEmpty()
                .allSatisfy(schema ->
                        assertThat(schema.getEnumDefault()).as(schema.getName()).isNotNull());
    }

    /** The generator looks at each file alone and misses a change in one that it imports. */
    @Test
    void shouldEmbedEachRecordAsItIsDeclared() throws ReflectiveOperationException {
        for (Schema whole : TopLevelSchemas.all()) {
            Map<String, Schema> embedded = new LinkedHashMap<>();
            collect(whole, embedded);
            for (Schema part : embedded.values()) {
                Object declared = Class.forName(part.getFullName())
                        .getMethod("getClassSchema")
                        .invoke(null);
                assertThat(part.toString())
                        .as("%s inside %s is out of date: run mvn clean", part.getName(), whole.getName())
                        .isEqualTo(declared.toString());
            }
        }
    }

    @Test
    void shouldSayTheUnitOfEveryTime() {
        assertThat(NAMED)
                .filteredOn(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(Schema::getFields)
                .filteredOn(field -> isTime(field.schema()))
                .isNotEmpty()
                .allSatisfy(field ->
                        assertThat(field.doc()).as(field.name()).contains("milliseconds since 1970-01-01 UTC"));
    }

    private static boolean isTime(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream().anyMatch(SchemaHygieneTest::isTime)
                : schema.getLogicalType() != null
                        && schema.getLogicalType().getName().equals("timestamp-millis");
    }

    private static Collection<Schema> named() {
        Map<String, Schema> found = new LinkedHashMap<>();
        TopLevelSchemas.all().forEach(schema -> collect(schema, found));
        return found.values();
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM, FIXED -> found.putIfAbsent(schema.getFullName(), schema);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            default -> {}
        }
    }
}
