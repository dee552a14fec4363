package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A codec is only made when record and schema agree; whatever drifts apart is found when a program starts. */
class RecordCodecTest {

    /** One component of each kind. */
    public record Sample(String name, @Nullable Long count, Instant madeAt, Color color, List<String> tags) {}

    /** Two constants. */
    public enum Color {
        RED,
        DARK_BLUE
    }

    /** Not a case of its own in Avro. */
    public sealed interface Shape {}

    /** A branch. */
    public record Circle(long radius) implements Shape {}

    /** Carries the branch {@code Square}. */
    public record Angular(Square square) implements Shape {}

    /** A branch that is no case. */
    public record Square(long side) {}

    /** Holds a union. */
    public record Drawing(Shape shape) {}

    private static final String NAME = "{\"name\":\"name\",\"type\":\"string\"}";
    private static final String MADE_AT =
            "{\"name\":\"made_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}";
    private static final String COLOR = color("\"red\",\"dark_blue\"");
    private static final String TAGS = "{\"name\":\"tags\",\"type\":{\"type\":\"array\",\"items\":\"string\"}}";
    private static final String COUNT = "{\"name\":\"count\",\"type\":[\"null\",\"long\"],\"default\":null}";
    private static final String CIRCLE = part("Circle", "radius");
    private static final String SQUARE = part("Square", "side");

    @Test
    void shouldMapByNameAndNotByPosition() {
        Sample sample = new Sample("n", 3L, Instant.ofEpochMilli(5), Color.DARK_BLUE, List.of("t"));
        RecordCodec<Sample> codec = RecordCodec.of(Sample.class, schema(TAGS, COLOR, MADE_AT, COUNT, NAME));

        IndexedRecord avro = codec.toAvro(sample);

        assertThat(avro.get(1)).hasToString("dark_blue");
        assertThat(codec.fromAvro(avro)).isEqualTo(sample);
    }

    @Test
    void shouldFillFieldsThatTheCoreDoesNotHaveWithTheirDefault() {
        String extra = "{\"name\":\"extra\",\"type\":\"string\",\"default\":\"later\"}";
        RecordCodec<Sample> codec = RecordCodec.of(Sample.class, schema(extra, NAME, COUNT, MADE_AT, COLOR, TAGS));

        assertThat(codec.toAvro(new Sample("n", null, Instant.EPOCH, Color.RED, List.of()))
                        .get(0))
                .hasToString("later");
    }

    @Test
    void shouldRefuseAComponentWithoutField() {
        assertRefused(schema(NAME, COUNT, MADE_AT, COLOR), "Sample.tags has no field");
    }

    @Test
    void shouldRefuseAFieldWithoutComponentAndDefault() {
        assertRefused(
                schema(NAME, COUNT, MADE_AT, COLOR, TAGS, "{\"name\":\"extra\",\"type\":\"string\"}"),
                "extra",
                "no default and no component");
    }

    @Test
    void shouldRefuseAnotherType() {
        assertRefused(schema("{\"name\":\"name\",\"type\":\"long\"}", COUNT, MADE_AT, COLOR, TAGS), "Sample.name");
        assertRefused(
                schema(NAME, COUNT, "{\"name\":\"made_at\",\"type\":\"long\"}", COLOR, TAGS),
                "Sample.madeAt: Java type java.time.Instant");
    }

    @Test
    void shouldRefuseNullOnOneSideOnly() {
        assertRefused(
                schema(NAME, "{\"name\":\"count\",\"type\":\"long\"}", MADE_AT, COLOR, TAGS),
                "Sample.count may be null");
        assertRefused(
                schema("{\"name\":\"name\",\"type\":[\"null\",\"string\"]}", COUNT, MADE_AT, COLOR, TAGS),
                "Sample.name is never null");
    }

    @Test
    void shouldRefuseAnEnumWithOtherSymbols() {
        assertRefused(schema(NAME, COUNT, MADE_AT, color("\"red\""), TAGS), "DARK_BLUE");
        assertRefused(schema(NAME, COUNT, MADE_AT, color("\"red\",\"dark_blue\",\"green\""), TAGS), "green");
    }

    @Test
    void shouldRefuseAUnionWithACaseTooFewOrTooMany() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.of(Drawing.class, drawing(CIRCLE)))
                .withMessageContaining("Angular");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.of(Drawing.class, drawing(CIRCLE, SQUARE, part("Oval", "size"))))
                .withMessageContaining("Oval");
    }

    @Test
    void shouldLetACaseCarryABranch() {
        RecordCodec<Drawing> codec = RecordCodec.of(Drawing.class, drawing(CIRCLE, SQUARE));
        Drawing drawing = new Drawing(new Angular(new Square(2)));

        IndexedRecord avro = codec.toAvro(drawing);

        assertThat(((IndexedRecord) avro.get(0)).getSchema().getName()).isEqualTo("Square");
        assertThat(codec.fromAvro(avro)).isEqualTo(drawing);
    }

    @Test
    void shouldSayWhichComponentIsNull() {
        RecordCodec<Sample> codec = RecordCodec.of(Sample.class, schema(NAME, COUNT, MADE_AT, COLOR, TAGS));
        @SuppressWarnings("NullAway")
        Sample broken = new Sample(null, null, Instant.EPOCH, Color.RED, List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.toAvro(broken))
                .withMessage("Sample.name must not be null.");
    }

    @Test
    void shouldGiveContainersThatNobodyChanges() {
        RecordCodec<Sample> codec = RecordCodec.of(Sample.class, schema(NAME, COUNT, MADE_AT, COLOR, TAGS));
        Sample read = codec.fromAvro(codec.toAvro(new Sample("n", 1L, Instant.EPOCH, Color.RED, List.of("a"))));

        assertThat(read.tags()).isUnmodifiable();
    }

    private static void assertRefused(Schema schema, String... details) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.of(Sample.class, schema))
                .satisfies(refused -> assertThat(refused).hasMessageContainingAll(details));
    }

    private static String color(String symbols) {
        return "{\"name\":\"color\",\"type\":{\"type\":\"enum\",\"name\":\"Color\",\"symbols\":[" + symbols + "]}}";
    }

    private static String part(String name, String field) {
        return "{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[{\"name\":\"" + field
                + "\",\"type\":\"long\"}]}";
    }

    private static Schema drawing(String... branches) {
        return schema("{\"name\":\"shape\",\"type\":[" + String.join(",", branches) + "]}");
    }

    private static Schema schema(String... fields) {
        return new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"Sample\",\"fields\":[" + String.join(",", fields) + "]}")
                .mainSchema();
    }

    /** Maps are part of no sample above; their keys are text. */
    public record Labels(Map<String, String> labels) {}

    @Test
    void shouldRefuseAMapOfAnotherContent() {
        Schema numbers = schema("{\"name\":\"labels\",\"type\":{\"type\":\"map\",\"values\":\"long\"}}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordCodec.of(Labels.class, numbers))
                .withMessageContaining("Labels.labels");
    }
}
