package io.sluice.sandbox.cli;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.ToolContract;
import io.sluice.cli.Failure;
import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.provider.ExampleProvider;
import io.sluice.sandbox.provider.Played;
import io.sluice.sandbox.world.World;
import io.sluice.sandbox.world.WorldOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that starts a world can be told. */
final class SandboxFlags {

    private static final String HOME = "sluice.home";
    private static final String EXAMPLES = "examples";
    private static final String YAML = ".yaml";

    /** What the demo is about, and its case service. */
    static final String NOTICE = "enforcement-notice";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep all data in this directory; otherwise a temporary one is used and deleted.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of Sluice's REST API (default: ${DEFAULT-VALUE}; 0 for a free one).")
    private int port;

    SandboxFlags() {
        this(0);
    }

    SandboxFlags(int defaultPort) {
        port = defaultPort;
    }

    /** A world with the example's catalogs, telling of its progress. */
    private WorldOptions options(String example, PrintStream out) {
        SandboxOptions sandbox = SandboxOptions.defaults().reportingTo(line -> out.println("  " + line));
        List<Path> catalogs = catalogs(example);
        return WorldOptions.of(data == null ? sandbox : sandbox.in(data), catalogs.toArray(Path[]::new))
                .calling(providers(catalogs))
                .onPort(port);
    }

    /**
     * Starts the world with one of the examples.
     *
     * @throws Failure with one sentence, when there is no such example or a part cannot be started
     */
    World start(String example, PrintStream out) {
        try {
            return World.start(options(example, out));
        } catch (SandboxException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<Path> catalogs(String example) {
        Path examples = Path.of(System.getProperty(HOME, ".")).resolve(EXAMPLES).toAbsolutePath();
        List<Path> catalogs = catalogs(examples.resolve(example));
        if (catalogs.isEmpty()) {
            throw new Failure("There is no example '" + example + "': " + examples + " has "
                    + String.join(", ", names(examples)) + ".");
        }
        return catalogs;
    }

    private static List<Path> catalogs(Path folder) {
        return list(folder).stream()
                .filter(file -> file.toString().endsWith(YAML))
                .toList();
    }

    private static List<String> names(Path examples) {
        return list(examples).stream()
                .filter(folder -> !catalogs(folder).isEmpty())
                .map(folder -> String.valueOf(folder.getFileName()))
                .toList();
    }

    /** What is in a folder, sorted; nothing where there is none. */
    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The simulator plays whoever the example calls. */
    private static Map<String, Played> providers(List<Path> catalogs) {
        return catalogs.stream()
                .flatMap(SandboxFlags::tools)
                .map(ToolContract::provider)
                .distinct()
                .collect(Collectors.toMap(name -> name, ExampleProvider::of));
    }

    private static Stream<ToolContract> tools(Path catalog) {
        try {
            return CatalogParser.parse(catalog.toString(), Files.readString(catalog)).stream()
                    .filter(CatalogDocument.Tool.class::isInstance)
                    .map(document -> ((CatalogDocument.Tool) document).contract());
        } catch (IOException | CatalogException e) {
            throw new Failure("The catalog of the example cannot be read: " + e.getMessage(), e);
        }
    }
}
