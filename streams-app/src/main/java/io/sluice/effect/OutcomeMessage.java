package io.sluice.effect;

import java.time.Instant;

/** What tasks and their sinks tell their successors and themselves. */
public sealed interface OutcomeMessage {

    /** An attempt was answered. */
    record Answered(Outcome outcome) implements OutcomeMessage {}

    /** A task has started; every outcome that its predecessors wrote stands before this in the partition. */
    record TaskOpened(String incarnation, Instant at) implements OutcomeMessage {}

    /** A task has closed its gate: nothing at or beyond {@code nextIntentOffset} of its partition of intents was called. */
    record TaskClosed(String incarnation, long nextIntentOffset, Instant at) implements OutcomeMessage {}
}
