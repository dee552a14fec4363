package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.effect.RenderedRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fills templates by structure; values are never pasted into text, and path and query values are percent-encoded. */
public final class Renderer {

    /** Bound on a rendered request: path, headers, body and expected values together, in bytes of UTF-8. */
    public static final int MAX_REQUEST_BYTES = 256 * 1024;

    /** Stands in a lookup's path, query or JSON body for the provider's reference until an answer gives it. */
    public static final String EXTERNAL_REF_PLACEHOLDER = "{external_ref}";

    /** As the whole of a value in JSON text, where quotes inside of a value are escaped. */
    private static final String PLACEHOLDER_VALUE = '"' + EXTERNAL_REF_PLACEHOLDER + '"';

    /** Starts a header value that names a secret. */
    public static final String SECRET_PREFIX = "secret:";

    private static final JsonPointer EXTERNAL_REF = JsonPointer.compile("/external_ref");

    private Renderer() {}

    /**
     * Fills a JSON template.
     *
     * @throws RenderingException when the template points at a value that the scope does not have
     */
    public static JsonNode json(JsonNode template, Scope scope) throws RenderingException {
        JsonNode filled = fill(template, scope);
        if (filled == null) {
            throw new RenderingException("The template " + template.textValue()
                    + " is the whole of what is rendered and has no value: supply it, or point at something else.");
        }
        return filled;
    }

    /**
     * Renders a contract's call.
     *
     * @throws NotAtomicException when the provider might do a part of it only
     * @throws RenderingException when the template points at a value that the scope does not have, or a value may not
     *     stand where it would
     */
    public static RenderedRequest call(ToolContract contract, Scope scope) throws RenderingException {
        return request(contract.call(), Map.of(), contract, scope, false);
    }

    /**
     * Renders a contract's lookup; {@link #EXTERNAL_REF_PLACEHOLDER} stays in the path, query or JSON body where the
     * scope does not know the reference yet.
     *
     * @throws RenderingException when the template points at a value that the scope does not have, or a value may not
     *     stand where it would
     */
    public static RenderedRequest lookup(ToolContract.Lookup lookup, ToolContract contract, Scope scope)
            throws RenderingException {
        return request(lookup.request(), lookup.matches(), contract, scope, true);
    }

    /** Whether the request can be sent only after {@link #withExternalRef}. */
    public static boolean needsExternalRef(RenderedRequest request) {
        String body = request.body();
        return request.path().contains(EXTERNAL_REF_PLACEHOLDER) || (body != null && body.contains(PLACEHOLDER_VALUE));
    }

    /**
     * Fills the provider's reference, which is as little trusted as any other value, into a lookup.
     *
     * @throws RenderingException when the reference may not stand in a path
     */
    public static RenderedRequest withExternalRef(RenderedRequest lookup, String externalRef)
            throws RenderingException {
        if (externalRef.isEmpty()) {
            throw new RenderingException("The provider's reference is empty, so nothing can be looked up by it.");
        }
        String path = lookup.path().replace(EXTERNAL_REF_PLACEHOLDER, PercentEncoding.encode(externalRef));
        String body = lookup.body();
        String completed = body == null
                ? null
                : body.replace(PLACEHOLDER_VALUE, TextNode.valueOf(externalRef).toString());
        return bounded(new RenderedRequest(
                lookup.provider(), lookup.method(), path, lookup.headers(), completed, lookup.expected()));
    }

    private static @Nullable JsonNode fill(JsonNode template, Scope scope) throws RenderingException {
        if (template.isTextual()) {
            return Template.of(template.textValue()).value(scope);
        }
        if (template.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : template.properties()) {
                JsonNode value = fill(field.getValue(), scope);
                if (value != null) {
                    filled.set(field.getKey(), value);
                }
            }
            return filled;
        }
        if (template.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode(template.size());
            for (JsonNode element : template) {
                JsonNode value = fill(element, scope);
                if (value != null) {
                    filled.add(value);
                }
            }
            return filled;
        }
        return template;
    }

    private static RenderedRequest request(
            ToolContract.RequestTemplate template,
            Map<String, JsonNode> matches,
            ToolContract contract,
            Scope scope,
            boolean lookup)
            throws RenderingException {
        boolean isForm = FormBody.isAskedFor(template.headers());
        JsonNode body = template.body() == null
                ? null
                : json(template.body(), lookup && !isForm ? withPlaceholder(scope) : scope);
        Optional<String> problem =
                template.atomic() == null ? Optional.empty() : template.atomic().problem(body);
        if (problem.isPresent()) {
            throw new NotAtomicException("The call of tool " + contract.name()
                    + " is one that is done all or none, but " + problem.get() + ".");
        }
        return bounded(new RenderedRequest(
                contract.provider(),
                template.method(),
                path(template, scope, lookup) + query(template.query(), scope, lookup),
                headers(template.headers(), scope),
                body == null ? null : isForm ? FormBody.of(body) : body.toString(),
                expected(matches, scope)));
    }

    private static Scope withPlaceholder(Scope scope) {
        JsonNode document = scope.document();
        return document.isObject() && !document.at(EXTERNAL_REF).isValueNode()
                ? new Scope(((ObjectNode) document.deepCopy())
                        .set("external_ref", TextNode.valueOf(EXTERNAL_REF_PLACEHOLDER)))
                : scope;
    }

    private static String path(ToolContract.RequestTemplate template, Scope scope, boolean lookup)
            throws RenderingException {
        StringBuilder path = new StringBuilder();
        String rest = template.path();
        for (int open = rest.indexOf('{'); open >= 0; open = rest.indexOf('{')) {
            int close = rest.indexOf('}', open);
            String name = close < 0 ? rest.substring(open + 1) : rest.substring(open + 1, close);
            String parameter = template.pathParameters().get(name);
            String value = parameter == null || close < 0 ? null : encoded(parameter, scope, lookup);
            if (value == null || value.isEmpty()) {
                throw new RenderingException("The path " + template.path() + " has no value for {" + name
                        + "}: give it a path parameter that is not empty.");
            }
            path.append(rest, 0, open).append(value);
            rest = rest.substring(close + 1);
        }
        return path.append(rest).toString();
    }

    private static String query(Map<String, String> parameters, Scope scope, boolean lookup) throws RenderingException {
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String value = encoded(parameter.getValue(), scope, lookup);
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(PercentEncoding.encode(parameter.getKey()))
                        .append('=')
                        .append(value);
            }
        }
        return query.toString();
    }

    private static @Nullable String encoded(String source, Scope scope, boolean lookup) throws RenderingException {
        Template template = Template.of(source);
        boolean referenceIsUnknown = lookup
                && !template.optional()
                && EXTERNAL_REF.equals(template.pointer())
                && !scope.document().at(EXTERNAL_REF).isValueNode();
        if (referenceIsUnknown) {
            return EXTERNAL_REF_PLACEHOLDER;
        }
        String value = template.text(scope);
        return value == null ? null : PercentEncoding.encode(value);
    }

    private static Map<String, String> headers(Map<String, String> templates, Scope scope) throws RenderingException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : templates.entrySet()) {
            Template template = Template.of(header.getValue());
            String value = template.text(scope);
            if (value != null) {
                requireHeaderValue(header.getKey(), template, value);
                headers.put(header.getKey(), value);
            }
        }
        return headers;
    }

    private static void requireHeaderValue(String name, Template template, String value) throws RenderingException {
        if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
            throw new RenderingException("The value of " + template.source() + " may not stand in header " + name
                    + ": a header holds printable ASCII only, so send other text in the body.");
        }
        if (template.pointer() != null && value.startsWith(SECRET_PREFIX)) {
            throw new RenderingException("The value of " + template.source() + " may not stand in header " + name
                    + ": only a contract may name a secret.");
        }
    }

    private static Map<String, String> expected(Map<String, JsonNode> matches, Scope scope) throws RenderingException {
        Map<String, String> expected = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> match : matches.entrySet()) {
            JsonNode value = fill(match.getValue(), scope);
            if (value != null) {
                expected.put(match.getKey(), value.toString());
            }
        }
        return expected;
    }

    private static RenderedRequest bounded(RenderedRequest request) throws RenderingException {
        String path = request.path();
        int query = path.indexOf('?');
        if (PercentEncoding.hasDotSegment(query < 0 ? path : path.substring(0, query))) {
            throw new RenderingException(
                    "A path value would make a . or .. segment and so name another resource: send it without.");
        }
        long bytes = size(path) + size(request.body() == null ? "" : request.body());
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            bytes += size(header.getKey()) + size(header.getValue());
        }
        for (Map.Entry<String, String> match : request.expected().entrySet()) {
            bytes += size(match.getKey()) + size(match.getValue());
        }
        if (bytes > MAX_REQUEST_BYTES) {
            throw new RenderingException("The rendered request has " + bytes + " bytes, more than the bound of "
                    + MAX_REQUEST_BYTES + ": send large content by reference.");
        }
        return request;
    }

    private static long size(String text) throws RenderingException {
        return PercentEncoding.utf8(text).remaining();
    }
}
