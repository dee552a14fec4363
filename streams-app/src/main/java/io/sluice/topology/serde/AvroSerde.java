package io.sluice.topology.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Values of one type as Avro in the Confluent wire format: byte 0, the writer schema's number in four bytes, big-endian,
 * and the record. Safe for use by several threads.
 */
public final class AvroSerde<T> {

    private static final byte MAGIC = 0;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int TYPICAL_BYTES = 512;

    private final RecordCodec<T> codec;
    private final DatumWriter<IndexedRecord> writer;
    private final byte[] header;
    private final WriterSchemas writerSchemas;
    private final int maxBytes;

    /** Registers the codec's schema under {@code subject}; {@code maxBytes} bounds what {@link #fromBytes} takes on. */
    AvroSerde(RecordCodec<T> codec, SchemaRegistry registry, String subject, int maxBytes) {
        int id = registry.register(subject, codec.schema().toString());
        this.codec = codec;
        this.writer = new GenericDatumWriter<>(codec.schema(), AvroData.INSTANCE);
        this.header = ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(id).array();
        this.writerSchemas = new WriterSchemas(codec.schema(), registry, id);
        this.maxBytes = maxBytes;
    }

    /** Whether {@code value} claims to be in the wire format. */
    static boolean isAvro(byte[] value) {
        return value.length > 0 && value[0] == MAGIC;
    }

    /**
     * The value in the wire format.
     *
     * @throws IllegalArgumentException when the value breaks its own rules, such as null where none may be
     */
    public byte[] toBytes(T value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(TYPICAL_BYTES);
        out.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            writer.write(codec.toAvro(value), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /**
     * The record in {@code value}, which may come from anybody: lengths are checked before anything is allocated.
     *
     * @throws UndecodableException when it is no such record, now or later
     * @throws RegistryUnavailable when an unknown schema number has to be looked up and the registry does not answer
     */
    public T fromBytes(byte[] value) throws UndecodableException {
        if (value.length == 0) {
            throw new UndecodableException(UndecodableException.EMPTY, "The value is empty.");
        }
        if (value.length > maxBytes) {
            throw new UndecodableException(
                    UndecodableException.TOO_LARGE,
                    "The value has " + value.length + " bytes; at most " + maxBytes + " are taken.");
        }
        if (!isAvro(value) || value.length < HEADER_BYTES) {
            throw malformed("it is not byte 0, a schema id in four bytes and a record");
        }
        WriterSchemas.Writer schema =
                writerSchemas.byId(ByteBuffer.wrap(value, 1, Integer.BYTES).getInt());
        return decode(value, schema);
    }

    private T decode(byte[] value, WriterSchemas.Writer schema) throws UndecodableException {
        BinaryDecoder decoder =
                DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
        try {
            T decoded = codec.fromAvro(schema.reader().read(null, decoder));
            if (!decoder.isEnd()) {
                throw malformed("bytes follow the record");
            }
            return decoded;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (schema.compatible()) {
                throw malformed(String.valueOf(e.getMessage()));
            }
            throw new UndecodableException(
                    UndecodableException.FOREIGN_SCHEMA,
                    "The record was written with a schema that "
                            + codec.schema().getFullName() + " cannot follow: " + e.getMessage());
        }
    }

    private UndecodableException malformed(String why) {
        return new UndecodableException(
                UndecodableException.MALFORMED_AVRO,
                "The value is no " + codec.schema().getName() + " in Avro: " + why + ".");
    }
}
