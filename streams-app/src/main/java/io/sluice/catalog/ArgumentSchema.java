package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which arguments a tool or a saga takes: JSON Schema 2020-12 of an object, closed to properties that it does not name
 * unless it says otherwise. What it costs to check is bounded, see {@link SchemaBounds}.
 */
public final class ArgumentSchema {
    private static final int MAX_TOLD = 5;
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaLoader(loader -> loader.fetchRemoteResources(false))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .locale(Locale.ENGLISH)
                            .pathType(PathType.JSON_POINTER)
                            // Takes linear time for any pattern and text.
                            .regularExpressionFactory(pattern -> {
                                Pattern compiled = Pattern.compile(pattern);
                                return text -> compiled.matcher(text).find();
                            })
                            .build()));
    private static final Schema OF_SCHEMAS =
            REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    private final JsonNode source;
    private final JsonNode closed;
    private final Schema schema;

    private ArgumentSchema(JsonNode source, JsonNode closed, Schema schema) {
        this.source = source;
        this.closed = closed;
        this.schema = schema;
    }

    /**
     * Reads a schema.
     *
     * @throws IllegalArgumentException with what is wrong and what to do, going on after the name of its field
     */
    static ArgumentSchema of(JsonNode source) {
        SchemaBounds.check(source);
        List<Error> errors = OF_SCHEMAS.validate(source);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("is no JSON Schema: " + told("", errors) + ".");
        }
        JsonNode closed = SchemaBounds.closed(source);
        try {
            Schema schema = REGISTRY.getSchema(closed);
            schema.initializeValidators();
            return new ArgumentSchema(source, closed, schema);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot be used: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".",
                    e);
        }
    }

    /** What is wrong with {@code arguments}, each part with its JSON pointer; empty when they can be taken. */
    public Optional<String> problem(JsonNode arguments) {
        List<Error> errors = schema.validate(arguments);
        return errors.isEmpty() ? Optional.empty() : Optional.of(told("arguments", errors));
    }

    /** The schema as it was written. */
    public JsonNode source() {
        return source;
    }

    /** Which of {@code names} an argument may not have. */
    Set<String> unknown(Set<String> names) {
        boolean open = !closed.path("unevaluatedProperties").isBoolean()
                || SchemaBounds.COMBINING.stream().anyMatch(closed::has);
        Set<String> unknown = new TreeSet<>(open ? Set.of() : names);
        unknown.removeIf(name -> closed.path("properties").has(name));
        return unknown;
    }

    /** The arguments that must be there and are not among {@code names}. */
    Set<String> missing(Set<String> names) {
        Set<String> missing = new TreeSet<>();
        closed.path("required").forEach(name -> missing.add(name.asText()));
        missing.removeAll(names);
        return missing;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArgumentSchema schema && schema.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    @Override
    public String toString() {
        return source.toString();
    }

    private static String told(String root, List<Error> errors) {
        List<String> told = new ArrayList<>();
        for (Error error : errors) {
            told.add((root + error.getInstanceLocation() + " " + error.getMessage()).strip());
        }
        String first = told.stream().distinct().limit(MAX_TOLD).collect(Collectors.joining("; "));
        return told.size() > MAX_TOLD ? first + "; and more" : first;
    }
}
