package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * One template string.
 *
 * @param source as written in the contract
 * @param pointer where in the scope the value is; null for a literal
 * @param optional whether a missing value leaves the place out instead of being an error
 * @param literal the text itself where there is no pointer
 */
record Template(String source, @Nullable JsonPointer pointer, boolean optional, String literal) {

    static Template of(String source) {
        if (source.startsWith("$/")) {
            boolean optional = source.endsWith("?");
            String pointer = source.substring(1, source.length() - (optional ? 1 : 0));
            return new Template(source, JsonPointer.compile(pointer), optional, "");
        }
        return new Template(source, null, false, source.startsWith("$$") ? source.substring(1) : source);
    }

    /** The value, or null where an optional one is missing. */
    @Nullable
    JsonNode value(Scope scope) throws RenderingException {
        if (pointer == null) {
            return TextNode.valueOf(literal);
        }
        JsonNode value = scope.document().at(pointer);
        return value.isMissingNode() ? missing() : value;
    }

    /** The value as text for a path, query or header, where null counts as missing and a structure has no place. */
    @Nullable
    String text(Scope scope) throws RenderingException {
        JsonNode value = value(scope);
        if (value == null || value.isNull()) {
            missing();
            return null;
        }
        if (value.isContainerNode()) {
            throw new RenderingException("The template " + source + " needs a single value, but " + pointer
                    + " is an object or array: point at a value inside it.");
        }
        return value.asText();
    }

    private @Nullable JsonNode missing() throws RenderingException {
        if (!optional) {
            throw new RenderingException("The template " + source + " points at " + pointer
                    + ", which has no value: supply it, or end the template with ? to leave the place out.");
        }
        return null;
    }
}
