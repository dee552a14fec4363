package io.sluice.cli;

import io.sluice.query.view.Json;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "providers",
        description = {
            "Shows what the provider of each tool can do, as catalog files say, without a running Sluice:",
            "honour keys, be asked afterwards, do several writes all or none, refuse a write to another version,",
            "take work on and end it later, undo."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  sluice catalog providers examples/providers")
final class CapabilitiesCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files, or directories of them.")
    private List<Path> files = List.of();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        List<Capabilities> all = Capabilities.of(CatalogFiles.parse(CatalogFiles.read(files)));
        if (!output.gaveJson(Json.tree(all))) {
            output.line(all.isEmpty() ? "These files declare no tool." : Capabilities.text(all));
        }
    }
}
