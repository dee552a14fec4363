package io.sluice.saga;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import java.time.Instant;

/**
 * An attempt that is due and waits for a place among those under way at its provider.
 *
 * @param since when it began to wait; whoever waits longest in a lane goes first
 */
public record Waiting(AttemptKind kind, String provider, Lane lane, Instant since) {}
