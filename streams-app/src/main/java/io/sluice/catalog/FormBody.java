package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * A body as {@code application/x-www-form-urlencoded}: nested keys as {@code a[b]}, elements of lists as {@code a[0]}.
 * What a form cannot say is refused, so that two bodies never have the same form.
 */
final class FormBody {
    private static final String CONTENT_TYPE = "content-type";
    private static final String FORM = "application/x-www-form-urlencoded";

    private FormBody() {}

    /** Whether these headers say that the body is a form. */
    static boolean isAskedFor(Map<String, String> headers) {
        return headers.entrySet().stream()
                .anyMatch(header -> header.getKey().equalsIgnoreCase(CONTENT_TYPE)
                        && header.getValue().toLowerCase(Locale.ROOT).startsWith(FORM));
    }

    /**
     * Encodes every field, in the order of the body.
     *
     * @throws RenderingException when the body is no object, or holds what a form has no place for
     */
    static String of(JsonNode body) throws RenderingException {
        if (!body.isObject()) {
            throw new RenderingException("The body of a form must be a mapping of fields: give it names.");
        }
        StringJoiner form = new StringJoiner("&");
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            add(form, key(field.getKey()), field.getValue());
        }
        return form.toString();
    }

    private static void add(StringJoiner form, String key, JsonNode value) throws RenderingException {
        if (value.isNull() || (value.isContainerNode() && value.isEmpty())) {
            throw new RenderingException("The field " + key + " of a form is null or empty, which a form cannot say:"
                    + " leave it out, or end its template with ?.");
        }
        if (value.isValueNode()) {
            form.add(key + "=" + PercentEncoding.encode(value.asText()));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            add(form, key + "[" + i + "]", value.get(i));
        }
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            add(form, key + "[" + key(field.getKey()) + "]", field.getValue());
        }
    }

    /** A key with brackets of its own could be read as another field. */
    private static String key(String name) throws RenderingException {
        if (name.isEmpty() || name.contains("[") || name.contains("]")) {
            throw new RenderingException(
                    "A field of a form has no name, or one with square brackets, which could be read as another field:"
                            + " rename it.");
        }
        return PercentEncoding.encode(name);
    }
}
