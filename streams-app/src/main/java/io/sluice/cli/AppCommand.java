package io.sluice.cli;

import io.sluice.config.AppConfig;
import io.sluice.config.ConfigException;
import io.sluice.config.Settings;
import io.sluice.topology.StateDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "app",
        description =
                "Runs one instance of Sluice: machine, views, REST API, and the relay where a database is given. A"
                        + " setting on the command line wins over the environment, and that over the properties file. Ctrl-C ends it.",
        mixinStandardHelpOptions = true,
        modelTransformer = SettingOptions.class,
        sortOptions = false,
        abbreviateSynopsis = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice app --config sluice.properties",
            "  sluice app --bootstrap-servers kafka:9092 --registry-url http://registry:8081 \\",
            "      --provider notices=https://notices.example/v1",
            "  SLUICE_REPLICATION_FACTOR=1 sluice app"
        })
final class AppCommand implements Callable<Integer> {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_CONFIG}",
            description = "Properties file with settings (SLUICE_CONFIG).")
    private @Nullable Path file;

    @Option(
            names = "--provider",
            paramLabel = "NAME=URL",
            description = "Base URL of a provider. May come more than once.")
    private Map<String, String> providers = new LinkedHashMap<>();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        AppConfig config = config();
        StateDirectory.check(config.stateDirectory());
        Path log = Logging.toFileIn(config.stateDirectory());
        Application application = new Application(config, log, this::tell);
        Runtime.getRuntime().addShutdownHook(new Thread(application::close, "shutdown"));
        throw new Failure(application.start().join());
    }

    private AppConfig config() {
        try {
            return AppConfig.of(Settings.collect(
                    SettingOptions.given(command.commandLine().getParseResult()), providers, System.getenv(), file));
        } catch (ConfigException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private void tell(String line) {
        command.commandLine().getOut().println(line);
        command.commandLine().getOut().flush();
    }
}
