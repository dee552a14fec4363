package io.sluice.topology.serde;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DatumReader;

/** The schemas that records of one type were written with, as far as any was met; each is fetched once. */
final class WriterSchemas {

    /** More than ever stand under one subject; whoever registers more makes this forget, not grow. */
    private static final int MAX_CACHED = 1_000;

    private final Schema reader;
    private final SchemaRegistry registry;
    private final Map<Integer, Writer> writers = new ConcurrentHashMap<>();

    /**
     * Knows the reader schema as one writer already.
     *
     * @param ownId the number of the reader schema itself
     */
    WriterSchemas(Schema reader, SchemaRegistry registry, int ownId) {
        this.reader = reader;
        this.registry = registry;
        writers.put(ownId, new Writer(datumReader(reader), true));
    }

    /**
     * A writer's schema, ready to read with.
     *
     * @param compatible whether everything it can write can be read; if not, single records may still be
     */
    record Writer(DatumReader<IndexedRecord> reader, boolean compatible) {}

    /**
     * The schema with number {@code id}, from memory or from the registry.
     *
     * @throws RegistryUnavailable when the registry has to be asked and does not answer
     */
    Writer byId(int id) throws UndecodableException {
        Writer known = writers.get(id);
        if (known != null) {
            return known;
        }
        Writer fetched = writer(parse(fetch(id), id));
        if (writers.size() >= MAX_CACHED) {
            writers.clear();
        }
        writers.put(id, fetched);
        return fetched;
    }

    private String fetch(int id) throws UndecodableException {
        try {
            return registry.schemaById(id);
        } catch (UnknownSchemaId e) {
            throw new UndecodableException(
                    UndecodableException.UNKNOWN_SCHEMA_ID,
                    e.getMessage() + " Register the schema first, with the registry that Sluice uses.");
        }
    }

    private Schema parse(String json, int id) throws UndecodableException {
        Schema schema;
        try {
            schema = new SchemaParser().parse(json).mainSchema();
        } catch (AvroRuntimeException e) {
            throw foreign(id, "is not a single Avro schema");
        }
        if (schema.getType() != Schema.Type.RECORD || !schema.getFullName().equals(reader.getFullName())) {
            throw foreign(id, "is " + schema.getFullName());
        }
        if (EmptyItems.in(schema)) {
            throw foreign(id, "has an array whose items take no bytes");
        }
        return schema;
    }

    private UndecodableException foreign(int id, String what) {
        return new UndecodableException(
                UndecodableException.FOREIGN_SCHEMA,
                "The schema with id " + id + " " + what + "; this topic takes " + reader.getFullName() + ".");
    }

    private Writer writer(Schema schema) {
        boolean compatible = SchemaCompatibility.checkReaderWriterCompatibility(reader, schema)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
        return new Writer(datumReader(schema), compatible);
    }

    private DatumReader<IndexedRecord> datumReader(Schema writer) {
        return new GenericDatumReader<>(writer, reader, AvroData.INSTANCE);
    }
}
