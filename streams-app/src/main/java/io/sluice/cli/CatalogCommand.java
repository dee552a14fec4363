package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "catalog",
        description = "Tool contracts and saga definitions.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CatalogCommand.ValidateCommand.class,
            CatalogCommand.ApplyCommand.class,
            CatalogCommand.ShowCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice catalog validate examples/enforcement-notice",
            "  sluice catalog apply examples/enforcement-notice/catalog.yaml --as petra",
            "  sluice catalog show"
        })
final class CatalogCommand {

    @Command(
            name = "validate",
            description =
                    "Checks catalog files without a running Sluice: each document, and whether they fit together.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice catalog validate examples/enforcement-notice")
    static final class ValidateCommand implements Runnable {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files, or directories of them.")
        private List<Path> files = List.of();

        @Mixin
        private Output output = new Output();

        @Override
        public void run() {
            List<CatalogDocument> documents = check(CatalogFiles.read(files));
            if (!output.gaveJson(CatalogFiles.summary(documents))) {
                output.line(CatalogFiles.table(CatalogFiles.summary(documents)));
                output.line("");
                output.line("Good: " + documents.size() + (documents.size() == 1 ? " document" : " documents")
                        + ", and they fit together.");
            }
        }
    }

    @Command(
            name = "apply",
            description = "Puts catalog files in force. Sagas under way keep the versions they were planned with.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice catalog apply examples/enforcement-notice/catalog.yaml --as petra")
    static final class ApplyCommand extends ApiCommand {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files, or directories of them.")
        private List<Path> files = List.of();

        @Option(names = "--as", paramLabel = "NAME", description = "Who applies it (default: the user's name).")
        private String who = System.getProperty("user.name", "someone");

        @Override
        public void run() {
            Map<String, String> texts = CatalogFiles.read(files);
            JsonNode applied = api.post(
                    Api.query("/v1/catalog", Map.of("applied_by", who)),
                    "application/yaml",
                    String.join("\n---\n", texts.values()));
            if (!output.gaveJson(applied)) {
                output.line("Applied version " + applied.path("version").asText() + ": "
                        + applied.path("items").size() + " documents.");
            }
        }
    }

    @Command(
            name = "show",
            description = "Shows what is in force.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice catalog show --json")
    static final class ShowCommand extends ApiCommand {
        @Override
        public void run() {
            JsonNode catalog = api.get("/v1/catalog");
            if (output.gaveJson(catalog)) {
                return;
            }
            JsonNode documents = catalog.path("items");
            output.line(
                    documents.isEmpty()
                            ? "No catalog has been applied: sluice catalog apply FILE applies one."
                            : CatalogFiles.table(documents));
        }
    }

    private static List<CatalogDocument> check(Map<String, String> texts) {
        try {
            return CatalogFiles.check(texts);
        } catch (CatalogException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }
}
