package io.sluice.relay;

import io.sluice.schemas.DeadLetter;

/** How a dead letter is written to its topic: the application's serializer, in the Confluent wire format. */
@FunctionalInterface
public interface DeadLetterFormat {
    byte[] encode(DeadLetter letter);
}
