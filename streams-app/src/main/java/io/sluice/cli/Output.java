package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command shows what it has found: to people, or with {@code --json} to programs. Mixed into each command. */
final class Output {

    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    /** Whether a program reads; if so it has been given {@code document}. */
    boolean gaveJson(JsonNode document) {
        if (json) {
            line(document.toPrettyString());
        }
        return json;
    }

    void line(String text) {
        PrintWriter out = command.commandLine().getOut();
        out.println(text);
        out.flush();
    }

    /** Something that a person should know and that is no part of the answer. */
    void remark(String text) {
        PrintWriter err = command.commandLine().getErr();
        err.println(text);
        err.flush();
    }
}
