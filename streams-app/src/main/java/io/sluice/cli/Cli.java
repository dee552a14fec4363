package io.sluice.cli;

import io.sluice.catalog.CatalogException;
import io.sluice.config.ConfigException;
import io.sluice.relay.RelayException;
import io.sluice.topology.StartupException;
import java.io.PrintWriter;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root of all commands. Exit codes: 0 done, 1 failed, 2 wrong usage. */
@Command(
        name = "sluice",
        description =
                "A gate between AI agents and the real world: each side effect runs when it is allowed, once, on the"
                        + " record.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            AppCommand.class,
            StatusCommand.class,
            ProposeCommand.class,
            SagaCommand.class,
            ApprovalsCommand.class,
            RepairCommand.class,
            VersionsCommand.class,
            CatalogCommand.class,
            KeysCommand.class,
            RelayCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice catalog validate examples/enforcement-notice/catalog.yaml",
            "  sluice status --tenant city",
            "  sluice approvals list --tenant city",
            "",
            "sluice COMMAND --help tells more of each command."
        })
public final class Cli {

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces where something goes wrong.")
    private boolean debug;

    private Cli() {}

    /** The command line with the commands of the application and of every module on the class path that adds some. */
    public static CommandLine create() {
        Cli root = new Cli();
        CommandLine commands = new CommandLine(root);
        ServiceLoader.load(Subcommand.class).forEach(commands::addSubcommand);
        return commands.setExecutionExceptionHandler((failure, command, parsed) -> root.failed(failure, command))
                .setUsageHelpLongOptionsMaxWidth(30)
                .setUsageHelpWidth(110)
                .setAbbreviatedOptionsAllowed(false);
    }

    private int failed(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        sentences(failure)
                .forEach(sentence -> err.println(command.getColorScheme().errorText(sentence)));
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof Failure said ? said.exitCode() : CommandLine.ExitCode.SOFTWARE;
    }

    private static List<String> sentences(Exception failure) {
        String message = failure.getMessage();
        boolean forPeople = failure instanceof Failure
                || failure instanceof StartupException
                || failure instanceof RelayException
                || failure instanceof ConfigException
                || failure instanceof CatalogException;
        return forPeople && message != null
                ? message.lines().toList()
                : List.of("Something went wrong that Sluice did not expect: " + failure
                        + " (the same command with --debug shows where).");
    }
}
