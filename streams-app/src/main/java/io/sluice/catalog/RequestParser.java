package io.sluice.catalog;

import io.sluice.catalog.ToolContract.RequestTemplate;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request template and refuses what could never be sent, or would be another request than it seems. */
final class RequestParser {
    private static final Pattern PATH = Pattern.compile("(/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|\\{[A-Za-z0-9_]+})*)+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9_]+)}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern SECRET = Pattern.compile("secret:[A-Za-z0-9._-]+");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

    /** The HTTP client's own business: with these a request could be split, rerouted or left open. */
    private static final Set<String> RESERVED_HEADERS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final int MAX_WRITES = 100_000;

    private RequestParser() {}

    /** @param methods what the request may use; the first is the default */
    static RequestTemplate parse(Fields fields, String... methods) {
        String method = fields.optionalText("method");
        RequestTemplate template = new RequestTemplate(
                method == null ? methods[0] : method,
                fields.text("path"),
                TemplateFields.templates(fields, "path_parameters"),
                TemplateFields.templates(fields, "query"),
                TemplateFields.templates(fields, "headers"),
                fields.json("body"),
                atomic(fields.object("atomic")));
        fields.end();
        if (!Set.of(methods).contains(template.method())) {
            fields.problem("method", "must be one of " + String.join(", ", methods) + ".");
        }
        if (template.body() != null && template.method().equals("GET")) {
            fields.problem("body", "has no place in a GET request: use query, or another method.");
        }
        checkPath(fields, template);
        checkHeaders(fields, template.headers());
        checkNoSecret(fields, "path_parameters", template.pathParameters());
        checkNoSecret(fields, "query", template.query());
        return template;
    }

    private static @Nullable Atomic atomic(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Integer max = fields.number("max", 1, MAX_WRITES);
        if (!fields.has("max")) {
            fields.problem("max", "is missing: say how many writes the provider does together.");
        }
        Atomic atomic = new Atomic(fields.pointer("items"), max == null ? 1 : max, fields.optionalPointer("flag"));
        fields.end();
        return atomic;
    }

    private static void checkPath(Fields fields, RequestTemplate template) {
        if (fields.has("path") && !PATH.matcher(template.path()).matches()) {
            fields.problem(
                    "path",
                    "must start with a slash and hold plain segments and {name} placeholders only: put parameters in query.");
        } else if (PercentEncoding.hasDotSegment(template.path())) {
            fields.problem("path", "holds a . or .. segment: write the path without it.");
        }
        Set<String> placeholders = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(template.path());
        while (matcher.find()) {
            placeholders.add(matcher.group(1));
        }
        for (String name : placeholders) {
            if (!template.pathParameters().containsKey(name)) {
                fields.problem("path_parameters", "lacks " + name + ", which the path uses: add it.");
            }
        }
        for (String name : template.pathParameters().keySet()) {
            if (!placeholders.contains(name)) {
                fields.problem("path_parameters." + name, "is not used: put {" + name + "} in the path or remove it.");
            }
        }
    }

    private static void checkHeaders(Fields fields, Map<String, String> headers) {
        Set<String> seen = new TreeSet<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String field = "headers." + header.getKey();
            String name = header.getKey().toLowerCase(Locale.ROOT);
            String value = header.getValue();
            if (!TOKEN.matcher(name).matches()) {
                fields.problem(field, "is not a header name.");
            }
            if (RESERVED_HEADERS.contains(name) || name.startsWith("proxy-")) {
                fields.problem(field, "is set by the HTTP client alone: remove it.");
            }
            if (!seen.add(name)) {
                fields.problem(field, "is given twice: header names do not differ by case.");
            }
            if (!PRINTABLE.matcher(value).matches()) {
                fields.problem(field, "must be printable ASCII.");
            }
            if (value.startsWith(Renderer.SECRET_PREFIX)
                    && !SECRET.matcher(value).matches()) {
                fields.problem(field, "must name one secret and nothing else, such as secret:API_TOKEN.");
            }
        }
    }

    private static void checkNoSecret(Fields fields, String field, Map<String, String> templates) {
        for (Map.Entry<String, String> template : templates.entrySet()) {
            if (template.getValue().startsWith(Renderer.SECRET_PREFIX)) {
                fields.problem(
                        field + "." + template.getKey(), "may not be a secret: a secret stands in a header only.");
            }
        }
    }
}
