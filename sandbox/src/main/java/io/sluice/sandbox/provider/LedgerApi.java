package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;

/** Keeps books: an entry is put under a key of the caller's, all its lines or none, and says the same on both sides. */
final class LedgerApi implements Api {
    private static final String ENTRIES = "entries";

    private final Kept kept;

    LedgerApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (path.size() != 2 || !path.getFirst().equals(ENTRIES)) {
            return Answer.notFound();
        }
        String key = path.get(1);
        return switch (request.method()) {
            case "PUT" -> put(request, key);
            case "GET" ->
                kept.byKey(ENTRIES, key).stream()
                        .findFirst()
                        .map(LedgerApi::entry)
                        .orElseGet(Answer::notFound);
            default -> Answer.notFound();
        };
    }

    private Answer put(SimulatedRequest request, String key) {
        JsonNode entry = request.json();
        return sum(entry, "debit").compareTo(sum(entry, "credit")) == 0
                ? kept.act(request, key, ENTRIES, entry, LedgerApi::entry)
                : Answer.error(422, "unbalanced", "Debit and credit are not the same.");
    }

    private static BigDecimal sum(JsonNode entry, String side) {
        return entry.path("lines")
                .valueStream()
                .map(line -> new BigDecimal(line.path(side).asText("0")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Answer entry(Effect entry) {
        return Answer.of(200, Kept.view(entry, "posted"));
    }
}
