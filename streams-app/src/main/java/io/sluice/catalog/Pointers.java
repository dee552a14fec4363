package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.catalog.ToolContract.RequestTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The templates in a part of a document that point at something, in the order they stand there. */
final class Pointers {

    private Pointers() {}

    static List<Template> of(RequestTemplate request) {
        List<Template> found = new ArrayList<>();
        request.pathParameters().values().forEach(source -> add(source, found));
        request.query().values().forEach(source -> add(source, found));
        request.headers().values().forEach(source -> add(source, found));
        if (request.body() != null) {
            collect(request.body(), found);
        }
        return found;
    }

    static List<Template> of(Lookup lookup) {
        List<Template> found = of(lookup.request());
        lookup.matches().values().forEach(template -> collect(template, found));
        return found;
    }

    static List<Template> of(JsonNode arguments, @Nullable String... others) {
        List<Template> found = new ArrayList<>();
        collect(arguments, found);
        for (String source : others) {
            if (source != null) {
                add(source, found);
            }
        }
        return found;
    }

    private static void collect(JsonNode template, List<Template> found) {
        if (template.isTextual()) {
            add(template.textValue(), found);
        }
        template.forEach(child -> collect(child, found));
    }

    private static void add(String source, List<Template> found) {
        Template template = Template.of(source);
        if (template.pointer() != null) {
            found.add(template);
        }
    }
}
