package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.effect.EffectType;
import io.sluice.saga.CommandResult;
import io.sluice.saga.ToolRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

    private static final Schema TOOL_REF = io.sluice.schemas.ToolRef.getClassSchema();
    private static final int MAX_BYTES = 1_000_000;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroSerde<ToolRef> serde =
            new AvroSerde<>(RecordCodec.of(ToolRef.class, TOOL_REF), registry, "tool-refs-value", MAX_BYTES);
    private final AvroSerde<CommandResult> results = new AvroSerde<>(
            RecordCodec.of(CommandResult.class, io.sluice.schemas.CommandResult.getClassSchema()),
            registry,
            "results-value",
            MAX_BYTES);

    @Test
    void shouldWriteTheConfluentWireFormat() throws UndecodableException {
        byte[] bytes = serde.toBytes(new ToolRef("send", "v1", EffectType.READ));

        assertThat(ByteBuffer.wrap(bytes).get(0)).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1))
                .isEqualTo(registry.subjects().get("tool-refs-value"));
        assertThat(serde.fromBytes(bytes)).isEqualTo(new ToolRef("send", "v1", EffectType.READ));
    }

    @Test
    void shouldReadARecordWhoseWriterDidNotKnowAFieldYet() throws UndecodableException, IOException {
        Schema older = schema("CommandResult", field("command_id"), field("tenant_id"), field("state"), updatedAt());
        GenericRecord record = new GenericData.Record(older);
        record.put("command_id", "c-1");
        record.put("tenant_id", "acme");
        record.put("state", "active");
        record.put("updated_at", 5L);

        CommandResult read = results.fromBytes(encode(older, record));

        assertThat(read.commandId()).isEqualTo("c-1");
        assertThat(read.sagaId()).isNull();
        assertThat(read.completedSteps()).isEmpty();
        assertThat(read.externalRefs()).isEmpty();
        assertThat(read.escalated()).isFalse();
    }

    @Test
    void shouldReadASymbolThatOnlyANewerWriterKnowsAsTheMostCarefulOne() throws UndecodableException, IOException {
        Schema newer = schema(
                "ToolRef",
                field("name"),
                field("version"),
                "{\"name\":\"effect_type\",\"type\":{\"type\":\"enum\",\"name\":\"EffectType\",\"symbols\":"
                        + "[\"none\",\"telepathy\"],\"default\":\"none\"}}",
                "{\"name\":\"added\",\"type\":\"int\"}");
        GenericRecord record = new GenericData.Record(newer);
        record.put("name", "send");
        record.put("version", "v2");
        record.put(
                "effect_type",
                new GenericData.EnumSymbol(newer.getField("effect_type").schema(), "telepathy"));
        record.put("added", 3);

        assertThat(serde.fromBytes(encode(newer, record))).isEqualTo(new ToolRef("send", "v2", EffectType.META_EFFECT));
    }

    @Test
    void shouldRefuseAForeignRecordEvenIfItsFieldsFit() throws IOException {
        Schema foreign = schema("Command", field("name"), field("version"));
        GenericRecord record = new GenericData.Record(foreign);
        record.put("name", "send");
        record.put("version", "v1");

        assertRefused(
                encode(foreign, record), UndecodableException.FOREIGN_SCHEMA, "this topic takes io.sluice.schemas");
    }

    @Test
    void shouldRefuseARecordOfTheSameNameThatCannotBeFollowed() throws IOException {
        Schema foreign = schema("ToolRef", field("name"));
        GenericRecord record = new GenericData.Record(foreign);
        record.put("name", "send");

        assertRefused(encode(foreign, record), UndecodableException.FOREIGN_SCHEMA, "cannot follow");
    }

    @Test
    void shouldRefuseASchemaThatIsNotAvro() {
        int id = registry.register("other", "syntax = \"proto3\";");

        assertRefused(
                ByteBuffer.allocate(9).put((byte) 0).putInt(id).array(),
                UndecodableException.FOREIGN_SCHEMA,
                "not a single Avro schema");
    }

    @Test
    void shouldRefuseAnUnknownSchemaId() {
        assertRefused(new byte[] {0, 0, 0, 3, 9, 1}, UndecodableException.UNKNOWN_SCHEMA_ID, "id 777");
    }

    @Test
    void shouldNotCallARecordUndecodableBecauseTheRegistryIsDown() {
        SchemaRegistry down = new SchemaRegistry() {
            @Override
            public int register(String subject, String schemaJson) {
                return 1;
            }

            @Override
            public String schemaById(int id) {
                throw new RegistryUnavailable("down", new IOException("refused"));
            }
        };
        AvroSerde<ToolRef> blind = new AvroSerde<>(RecordCodec.of(ToolRef.class, TOOL_REF), down, "s", MAX_BYTES);

        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> blind.fromBytes(new byte[] {0, 0, 0, 0, 2, 1}));
    }

    @Test
    void shouldFetchAWritersSchemaOnce() throws UndecodableException, IOException {
        AtomicInteger fetched = new AtomicInteger();
        SchemaRegistry counting = new SchemaRegistry() {
            @Override
            public int register(String subject, String schemaJson) {
                return registry.register(subject, schemaJson);
            }

            @Override
            public String schemaById(int id) {
                fetched.incrementAndGet();
                return registry.schemaById(id);
            }
        };
        AvroSerde<ToolRef> reader = new AvroSerde<>(RecordCodec.of(ToolRef.class, TOOL_REF), counting, "s", MAX_BYTES);
        Schema other = schema(
                "ToolRef",
                field("version"),
                field("name"),
                "{\"name\":\"effect_type\",\"type\":" + io.sluice.schemas.EffectType.getClassSchema() + "}");
        GenericRecord record = new GenericData.Record(other);
        record.put("name", "send");
        record.put("version", "v1");
        record.put(
                "effect_type",
                new GenericData.EnumSymbol(other.getField("effect_type").schema(), "read"));
        byte[] bytes = encode(other, record);

        assertThat(reader.fromBytes(bytes)).isEqualTo(reader.fromBytes(bytes));
        assertThat(fetched).hasValue(1);
    }

    @Test
    void shouldRefuseBytesAfterTheRecord() {
        byte[] bytes = serde.toBytes(new ToolRef("send", "v1", EffectType.READ));

        assertRefused(Arrays.copyOf(bytes, bytes.length + 1), UndecodableException.MALFORMED_AVRO, "bytes follow");
    }

    private void assertRefused(byte[] value, String reason, String detail) {
        UndecodableException refused = catchThrowableOfType(UndecodableException.class, () -> serde.fromBytes(value));

        assertThat(refused).hasMessageContaining(detail);
        assertThat(refused.reason()).isEqualTo(reason);
    }

    private byte[] encode(Schema schema, GenericRecord record) throws IOException {
        int id = registry.register("others", schema.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(4).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static String field(String name) {
        return "{\"name\":\"" + name + "\",\"type\":\"string\"}";
    }

    private static String updatedAt() {
        return "{\"name\":\"updated_at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}";
    }

    private static Schema schema(String name, String... fields) {
        return new SchemaParser()
                .parse("{\"type\":\"record\",\"name\":\"" + name + "\",\"namespace\":\"io.sluice.schemas\",\"fields\":["
                        + String.join(",", fields) + "]}")
                .mainSchema();
    }
}
