package io.sluice.topology.serde;

import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.Schema;

/** Values that others write, as Avro in the Confluent wire format or as JSON. Safe for use by several threads. */
public final class InboundCodec<T> {

    private final AvroSerde<T> avro;
    private final RecordCodec<T> codec;
    private final JsonRecords json;
    private final Function<T, String> tenant;
    private final int maxBytes;

    InboundCodec(
            Class<T> type,
            Schema schema,
            SchemaRegistry registry,
            String subject,
            JsonRecords json,
            Function<T, String> tenant,
            int maxBytes) {
        this.codec = RecordCodec.of(type, schema);
        this.avro = new AvroSerde<>(codec, registry, subject, maxBytes);
        this.json = json;
        this.tenant = tenant;
        this.maxBytes = maxBytes;
    }

    /** As Avro. */
    public byte[] toBytes(T value) {
        return avro.toBytes(value);
    }

    /**
     * The record in {@code value}: Avro if its first byte is 0, otherwise JSON.
     *
     * @param recordTime the Kafka record's timestamp; stands for the time of making where JSON gives none
     * @throws UndecodableException when it is no such record, or nobody's
     * @throws RegistryUnavailable when an unknown schema number has to be looked up and the registry does not answer
     */
    public T fromBytes(byte[] value, Instant recordTime) throws UndecodableException {
        T decoded = AvroSerde.isAvro(value) || value.length == 0 || value.length > maxBytes
                ? avro.fromBytes(value)
                : codec.fromAvro(json.read(value, recordTime));
        if (tenant.apply(decoded).isEmpty()) {
            throw new UndecodableException(
                    UndecodableException.MISSING_TENANT, "tenant_id is empty; say who the act belongs to.");
        }
        return decoded;
    }
}
