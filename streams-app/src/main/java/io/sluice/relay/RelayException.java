package io.sluice.relay;

import org.jspecify.annotations.Nullable;

/** The relay cannot work, or cannot go on for now; the message says what is wrong and what to do. */
public final class RelayException extends RuntimeException {
    public RelayException(String message) {
        super(message);
    }

    public RelayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
