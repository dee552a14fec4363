package io.sluice.saga;

import io.sluice.effect.ConfirmedBy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How it is known that an effect happened.
 *
 * @param result the provider's answer as JSON text, capped; later steps and the compensation map their arguments from it
 * @param endedAt when the work was known to have ended
 */
public record Confirmation(
        @Nullable String externalRef,
        ConfirmedBy confirmedBy,
        @Nullable String result,
        Instant endedAt) {}
