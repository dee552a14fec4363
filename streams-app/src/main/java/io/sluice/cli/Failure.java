package io.sluice.cli;

import picocli.CommandLine.ExitCode;

/** A command cannot do what it was asked; the message is all that the user is shown. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param sentence what was wrong and what to do */
    public Failure(String sentence) {
        super(sentence);
        exitCode = ExitCode.SOFTWARE;
    }

    public Failure(String sentence, Throwable cause) {
        super(sentence, cause);
        exitCode = ExitCode.SOFTWARE;
    }

    private Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** The command was not given what it takes; nothing was done. */
    public static Failure wrongUsage(String sentence) {
        return new Failure(ExitCode.USAGE, sentence);
    }

    int exitCode() {
        return exitCode;
    }
}
