package io.sluice.topology.serde;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A schema registry without a server. */
public final class InMemoryRegistry implements SchemaRegistry {

    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> subjects = new ConcurrentHashMap<>();

    @Override
    public synchronized int register(String subject, String schemaJson) {
        int known = schemas.indexOf(schemaJson);
        if (known < 0) {
            schemas.add(schemaJson);
        }
        int id = known < 0 ? schemas.size() : known + 1;
        subjects.put(subject, id);
        return id;
    }

    @Override
    public String schemaById(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new UnknownSchemaId(id);
        }
        return schemas.get(id - 1);
    }

    /** The number of the schema last registered under each subject. */
    public Map<String, Integer> subjects() {
        return Map.copyOf(subjects);
    }
}
