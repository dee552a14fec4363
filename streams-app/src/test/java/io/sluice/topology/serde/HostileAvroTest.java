package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.sluice.effect.EffectType;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandResult;
import io.sluice.saga.ToolRef;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that nobody wrote in good faith: invariants 9 and 10. */
class HostileAvroTest {

    private static final int MAX_BYTES = 1_000_000;

    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final AvroSerde<ToolRef> serde = new AvroSerde<>(
            RecordCodec.of(ToolRef.class, io.sluice.schemas.ToolRef.getClassSchema()), registry, "tools", MAX_BYTES);
    private final AvroSerde<CommandResult> results = new AvroSerde<>(
            RecordCodec.of(CommandResult.class, io.sluice.schemas.CommandResult.getClassSchema()),
            registry,
            "results-value",
            MAX_BYTES);

    @Test
    void shouldRefuseARecordThatIsCutShort() {
        byte[] bytes = serde.toBytes(new ToolRef("send", "v1", EffectType.READ));
        for (int length = 1; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);

            assertThat(catchThrowableOfType(UndecodableException.class, () -> serde.fromBytes(cut))
                            .reason())
                    .isEqualTo(UndecodableException.MALFORMED_AVRO);
        }
    }

    /** A length of two gigabytes in six bytes, for a string, an array and a map. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldNotAllocateWhatALengthPromises(int kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        Schema schema = io.sluice.schemas.CommandResult.getClassSchema();
        out.write(0);
        out.write(ByteBuffer.allocate(4)
                .putInt(registry.register("results-value", schema.toString()))
                .array());
        if (kind > 0) {
            encoder.writeString("c-1");
            encoder.writeString("acme");
            encoder.writeIndex(0);
            encoder.writeString("active");
            encoder.writeIndex(0);
        }
        if (kind == 2) {
            encoder.writeLong(0);
            encoder.writeLong(0);
            encoder.writeIndex(0);
            encoder.writeIndex(0);
        }
        encoder.writeLong(Integer.MAX_VALUE - 8);
        encoder.flush();
        assertThat(schema.getField("external_refs").pos()).isEqualTo(9);
        long before = allocated();

        UndecodableException refused =
                catchThrowableOfType(UndecodableException.class, () -> results.fromBytes(out.toByteArray()));

        assertThat(refused.reason()).isEqualTo(UndecodableException.MALFORMED_AVRO);
        assertThat(allocated() - before).isLessThan(5_000_000);
    }

    /** A writer may claim a field that we skip: an endless array of nothing, or nesting without end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"added\",\"type\":{\"type\":\"array\",\"items\":\"null\"}}",
                "{\"name\":\"added\",\"type\":[\"null\",{\"type\":\"map\",\"values\":{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"record\",\"name\":\"Nothing\",\"fields\":[]}}}]}",
                "{\"name\":\"added\",\"type\":{\"type\":\"record\",\"name\":\"Nest\",\"fields\":["
                        + "{\"name\":\"next\",\"type\":[\"null\",\"Nest\"]}]}}"
            })
    void shouldNotFollowASkippedFieldForever(String added) throws IOException {
        Schema writer = toolRefWith(added);
        int id = registry.register("hostile", writer.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(4).putInt(id).array());
        if (added.contains("Nest")) {
            byte[] nested = new byte[900_000];
            Arrays.fill(nested, (byte) 2);
            out.write(nested);
        } else {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            encoder.writeLong(Integer.MAX_VALUE - 8);
            encoder.flush();
        }

        assertThat(catchThrowableOfType(UndecodableException.class, () -> serde.fromBytes(out.toByteArray())))
                .isNotNull();
    }

    @Test
    void shouldSurviveAnyBytes() {
        Random random = new Random(7);
        AvroSerde<Intent> intents = new AvroSerde<>(
                RecordCodec.of(Intent.class, io.sluice.schemas.Intent.getClassSchema()),
                registry,
                "intents-value",
                MAX_BYTES);
        byte[] valid = intents.toBytes(new RandomRecords(7).next(Intent.class));
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = valid.clone();
            for (int n = 0; n <= random.nextInt(4); n++) {
                damaged[5 + random.nextInt(damaged.length - 5)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(intents.fromBytes(damaged)).isNotNull();
            } catch (UndecodableException e) {
                assertThat(e.reason()).isEqualTo(UndecodableException.MALFORMED_AVRO);
            }
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Schema toolRefWith(String added) {
        return new SchemaParser()
                .parse("""
                        {"type":"record","name":"ToolRef","namespace":"io.sluice.schemas","fields":[%s,
                        {"name":"name","type":"string"},{"name":"version","type":"string"},
                        {"name":"effect_type","type":%s}]}""".formatted(added, io.sluice.schemas.EffectType.getClassSchema()))
                .mainSchema();
    }
}
