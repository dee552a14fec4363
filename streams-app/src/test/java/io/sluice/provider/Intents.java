package io.sluice.provider;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.effect.RenderedRequest;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Contracts and intents for tests, from the parts a test is about. */
final class Intents {
    static final RenderedRequest CALL = new RenderedRequest(
            "notices", "POST", "/notices", Map.of("Idempotency-Key", "k1"), "{\"case_id\":\"c1\"}", Map.of());
    static final RenderedRequest LOOKUP = new RenderedRequest(
            "notices", "GET", "/notices?key=k1", Map.of(), null, Map.of("/items/0/body/case_id", "\"c1\""));

    private static final String CONTRACT = """
            kind: tool
            name: notice.send
            effect_type: external_notification
            provider: notices
            call: {path: /notices}
            """;
    private static final String REFERENCE = "answers: {external_ref: /id}\n";

    private Intents() {}

    static ToolContract contractWithoutLookup() {
        return contract(REFERENCE);
    }

    static ToolContract contract() {
        return contract(REFERENCE + """
                lookup:
                  request: {path: /notices}
                  found: /items/0
                  pending: {pointer: /items/0/status, values: [pending]}
                  external_ref: /items/0/id
                """);
    }

    static ToolContract contract(String more) {
        try {
            return ((CatalogDocument.Tool)
                            CatalogParser.parse("test.yaml", CONTRACT + more).get(0))
                    .contract();
        } catch (CatalogException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Intent call() {
        return call(CALL, LOOKUP);
    }

    static Intent call(RenderedRequest request, @Nullable RenderedRequest readBack) {
        return intent(AttemptKind.CALL, request, readBack, null, 5_000);
    }

    static Intent lookup(RenderedRequest request, @Nullable String externalRef) {
        return intent(AttemptKind.LOOKUP, request, null, externalRef, 5_000);
    }

    static Intent intent(
            AttemptKind kind,
            RenderedRequest request,
            @Nullable RenderedRequest readBack,
            @Nullable String externalRef,
            long timeoutMs) {
        return new Intent(
                "e1#1",
                "acme",
                "acme/s1",
                "e1",
                kind,
                "notice.send",
                "v1",
                "k1",
                "h1",
                request,
                readBack,
                externalRef,
                "i1",
                Instant.EPOCH,
                timeoutMs);
    }
}
