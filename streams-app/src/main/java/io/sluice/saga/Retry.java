package io.sluice.saga;

import io.sluice.effect.AttemptKind;
import java.time.Instant;

/** The next attempt of an effect, and when it is due. */
public record Retry(AttemptKind kind, Instant dueAt) {}
