package io.sluice.sandbox;

import org.jspecify.annotations.Nullable;

/** The sandbox cannot do what was asked; the message is one sentence that says what is wrong and what to do. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SandboxException(String message) {
        this(message, null);
    }

    public SandboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
