package io.sluice.sandbox.cli;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
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
    private static final String CATALOG = "catalog.yaml";

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

    /** A world with the example's catalog, telling of its progress. */
    private WorldOptions options(String example, PrintStream out) {
        SandboxOptions sandbox = SandboxOptions.defaults().reportingTo(line -> out.println("  " + line));
        Path catalog = catalog(example);
        return WorldOptions.of(data == null ? sandbox : sandbox.in(data), catalog)
                .calling(providers(catalog))
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

    private static Path catalog(String example) {
        Path examples = Path.of(System.getProperty(HOME, ".")).resolve(EXAMPLES).toAbsolutePath();
        Path catalog = examples.resolve(example).resolve(CATALOG);
        if (!Files.isRegularFile(catalog)) {
            throw new Failure("There is no example '" + example + "': " + examples + " has "
                    + String.join(", ", names(examples)) + ".");
        }
        return catalog;
    }

    private static List<String> names(Path examples) {
        try (Stream<Path> folders = Files.list(examples)) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve(CATALOG)))
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of("nothing that can be read");
        }
    }

    /** The simulator plays whoever the example calls. */
    private static Map<String, Played> providers(Path catalog) {
        try {
            return CatalogParser.parse(catalog.toString(), Files.readString(catalog)).stream()
                    .filter(CatalogDocument.Tool.class::isInstance)
                    .map(document ->
                            ((CatalogDocument.Tool) document).contract().provider())
                    .distinct()
                    .collect(Collectors.toMap(name -> name, ExampleProvider::of));
        } catch (IOException | CatalogException e) {
            throw new Failure("The catalog of the example cannot be read: " + e.getMessage(), e);
        }
    }
}
