package io.sluice.cli;

import io.sluice.config.AppConfig;
import io.sluice.config.ConfigException;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.relay.RelayException;
import io.sluice.topology.StartupException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice app}: runs one instance until it is told to stop, or fails for good. */
@Command(
        name = "app",
        mixinStandardHelpOptions = true,
        description =
                "Runs one instance of Sluice: the machine, the views, the provider sink, the REST API and, where a"
                        + " database is set, the relay.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice app --config sluice.properties",
            "  SLUICE_BOOTSTRAP_SERVERS=kafka:9092 SLUICE_REGISTRY_URL=http://registry:8081 sluice app",
            "",
            "Each setting can be given as a flag, in the environment (SLUICE_STATE_DIR) or in the file (state.dir);",
            "the flag goes before the environment and the environment before the file."
        })
final class AppCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "Properties file with settings.")
    private @Nullable Path file;

    @Option(
            names = "--provider",
            paramLabel = "NAME=URL",
            description = "Base URL of a provider; may be given several times.")
    private Map<String, String> providers = new HashMap<>();

    /** The command with a flag for every setting that may stand on a command line. */
    static CommandLine withFlags() {
        CommandLine command = new CommandLine(new AppCommand());
        for (Setting setting : Setting.values()) {
            setting.flag()
                    .ifPresent(flag -> command.getCommandSpec()
                            .addOption(OptionSpec.builder(flag)
                                    .type(String.class)
                                    .paramLabel("VALUE")
                                    .description(setting.doc() + " (default: " + shown(setting.defaultText()) + ")")
                                    .build()));
        }
        return command;
    }

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        AppConfig config = AppConfig.of(Settings.collect(flags(), providers, System.getenv(), file));
        try (Instance instance = Instance.start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(instance::close, "shutdown"));
            spec.commandLine().getOut().println("Sluice is ready on " + instance.address());
            spec.commandLine().getOut().flush();
            throw new Failure(instance.failure().join());
        } catch (StartupException | RelayException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private Map<Setting, String> flags() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            setting.flag()
                    .map(spec.commandLine().getParseResult()::matchedOption)
                    .ifPresent(option -> {
                        if (option != null && option.getValue() != null) {
                            flags.put(setting, option.getValue().toString());
                        }
                    });
        }
        return flags;
    }

    private static String shown(String text) {
        return text.isEmpty() ? "none" : text;
    }
}
