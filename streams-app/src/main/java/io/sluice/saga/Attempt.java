package io.sluice.saga;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import java.time.Instant;

/**
 * One dispatch to a provider that has no outcome yet.
 *
 * @param number counts the attempts of its effect, from 1
 * @param provider whom it calls; it holds a place there until it has ended
 * @param incarnation which life of the task wrote the intent
 * @param notAfter the sink does not start later than this
 * @param settledAt from here on whatever this attempt may have started has ended: {@code notAfter} + call timeouts +
 *     clock margin
 */
public record Attempt(
        String intentId,
        AttemptKind kind,
        int number,
        String provider,
        Lane lane,
        String incarnation,
        Instant startedAt,
        Instant notAfter,
        Instant settledAt) {}
