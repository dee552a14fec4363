package io.sluice.cli;

/** Runs the command line. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Cli.create().execute(arguments));
    }
}
