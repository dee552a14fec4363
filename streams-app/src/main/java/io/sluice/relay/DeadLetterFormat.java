package io.sluice.relay;

import io.sluice.topology.serde.DeadLetter;

/** How a dead letter is written to its topic: in the application, {@code codecs.deadLetter()::toBytes}. */
@FunctionalInterface
public interface DeadLetterFormat {
    byte[] encode(DeadLetter letter);
}
