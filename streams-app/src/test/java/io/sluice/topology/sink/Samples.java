package io.sluice.topology.sink;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectType;
import io.sluice.effect.Intent;
import io.sluice.effect.RenderedRequest;
import io.sluice.effect.Reversibility;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A contract, and intents for it. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-01-05T09:00:00Z");

    private Samples() {}

    /** An intent that may be called for 15 s from {@link #NOW}. */
    static Intent intent(String id) {
        return new Intent(
                id,
                "acme",
                "acme/1",
                "acme/1:book",
                AttemptKind.CALL,
                "book",
                "v1",
                "key",
                "hash",
                new RenderedRequest("p", "POST", "/book", Map.of(), null),
                null,
                null,
                "life-1",
                NOW.plusSeconds(15),
                1000);
    }

    static ToolContract contract() {
        return new ToolContract(
                "book",
                "v1",
                EffectType.INTERNAL_MUTATION,
                Reversibility.RETRYABLE,
                "p",
                new ToolContract.RequestTemplate("POST", "/book", Map.of(), Map.of(), Map.of(), null),
                new ToolContract.AnswerRules(Set.of(201), Set.of(), Set.of(), Set.of(), null),
                null,
                null,
                true,
                Duration.ofSeconds(1),
                null);
    }
}
