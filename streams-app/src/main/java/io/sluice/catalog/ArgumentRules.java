package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rules about declared arguments, as far as names tell. What values are like is checked when a command comes. */
final class ArgumentRules {
    private static final String ARGUMENTS = "arguments";

    private ArgumentRules() {}

    /** Why what {@code tool} would be given does not fit what it declares. */
    static Optional<String> misfit(JsonNode given, ToolContract tool) {
        ArgumentSchema schema = tool.arguments();
        if (schema == null) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>();
        given.fieldNames().forEachRemaining(names::add);
        List<String> problems = new ArrayList<>();
        Set<String> unknown = schema.unknown(names);
        if (!unknown.isEmpty()) {
            problems.add("gives " + String.join(", ", unknown) + ", which tool " + tool.name() + " does not declare");
        }
        Set<String> missing = schema.missing(names);
        if (!missing.isEmpty()) {
            problems.add("lacks " + String.join(", ", missing) + ", which tool " + tool.name() + " requires");
        }
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(Rule.ARGUMENTS_FIT.brokenBy(
                        String.join(", and ", problems) + ": correct the arguments or the tool's contract."));
    }

    /** Why a template points at no argument. */
    static List<String> undeclared(Collection<Template> templates, @Nullable ArgumentSchema schema) {
        if (schema == null) {
            return List.of();
        }
        Set<String> names = new TreeSet<>();
        for (Template template : templates) {
            JsonPointer pointer = template.pointer();
            if (pointer != null
                    && ARGUMENTS.equals(pointer.getMatchingProperty())
                    && !pointer.tail().matches()) {
                names.add(pointer.tail().getMatchingProperty());
            }
        }
        return schema.unknown(names).stream()
                .map(name -> Rule.ARGUMENT_DECLARED.brokenBy("points at $/arguments/" + name
                        + ", but arguments declares no " + name + ": declare it or correct the pointer."))
                .toList();
    }
}
