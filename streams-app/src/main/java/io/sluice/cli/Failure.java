package io.sluice.cli;

/** A command cannot do what it was asked; the message is all that the user is shown. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence what was wrong and what to do */
    public Failure(String sentence) {
        super(sentence);
    }

    public Failure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
