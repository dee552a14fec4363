package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.Command;
import io.sluice.schemas.Saga;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** One saga whose state makes the machine throw is set aside and put to a person; its partition goes on. */
class QuarantineTopologyTest {

    private static final int HEADER_BYTES = 5;

    @Test
    void shouldSetASagaAsideThatMakesTheMachineThrowAndGoOnWithTheOthers() {
        try (MachineFixture machine = MachineFixture.fresh()) {
            machine.deliver();
            machine.applyCatalog(Samples.documents(PathsTest.TRIP));
            Command broken = Samples.command("hold", "broken", machine.clock.instant());
            machine.propose(broken);
            contradict(machine, machine.sagaOf(broken).sagaId());

            machine.advance(Duration.ofMinutes(1));
            Command sound = Samples.command("hold", "sound", machine.clock.instant());
            machine.propose(sound);
            machine.settle();

            assertThat(machine.sagaOf(broken).quarantine()).isNotNull();
            assertThat(machine.sagaOf(broken).escalated()).isTrue();
            assertThat(machine.results().getLast().commandId()).isEqualTo(sound.commandId());
            assertThat(machine.sagaOf(sound).status().isEnded()).isTrue();
        }
    }

    /** What no history leads to: a saga that is under way past its deadline with nothing left to do. */
    private static void contradict(MachineFixture machine, String sagaId) {
        Bytes key = StoreKeys.saga(sagaId);
        byte[] stored = machine.store().get(key);
        try {
            GenericRecord saga = new GenericDatumReader<GenericRecord>(Saga.getClassSchema())
                    .read(
                            null,
                            DecoderFactory.get()
                                    .binaryDecoder(stored, HEADER_BYTES, stored.length - HEADER_BYTES, null));
            GenericRecord step =
                    (GenericRecord) ((Iterable<?>) saga.get("steps")).iterator().next();
            GenericRecord forward = (GenericRecord) step.get("forward");
            Schema status = forward.getSchema().getField("status").schema();
            forward.put("status", new GenericData.EnumSymbol(status, "committed"));
            ((GenericRecord) forward.get("progress")).put("open", null);
            saga.put("deadline", 0L);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(stored, 0, HEADER_BYTES);
            var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(Saga.getClassSchema()).write(saga, encoder);
            encoder.flush();
            machine.store().put(key, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
