package io.sluice.catalog;

import io.sluice.claim.Terms;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads limits: a document of its own, and the one in a tool contract or a rule. */
final class LimitParser {

    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(31);

    private LimitParser() {}

    static LimitDefinition parse(Fields fields, String version) {
        LimitDefinition limit = new LimitDefinition(
                fields.name("name"),
                version,
                fields.texts("tenants"),
                fields.optionalName("provider"),
                fields.optionalName("tool"),
                terms(fields));
        fields.end();
        return limit;
    }

    /** The limit in a tool contract or a rule, null where it has none. */
    static @Nullable Terms within(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Terms terms = terms(fields);
        fields.end();
        return terms;
    }

    private static Terms terms(Fields fields) {
        Integer concurrency = fields.number("concurrency", 1, MOST);
        Fields rate = fields.object("rate");
        if (concurrency == null && rate == null && !fields.has("concurrency")) {
            fields.problem("rate", "is missing, and concurrency too: say how much is allowed.");
        }
        int places = concurrency == null ? 0 : concurrency;
        if (rate == null) {
            return new Terms(places, 0, 0);
        }
        Integer max = rate.number("max", 1, MOST);
        Duration per = rate.duration("per", LONGEST);
        if (!rate.has("max") || !rate.has("per")) {
            rate.problem("max", "and per belong together: write for example {max: 100, per: 1m}.");
        }
        rate.end();
        return max == null || per == null ? new Terms(places, 0, 0) : new Terms(places, max, per.toMillis());
    }
}
