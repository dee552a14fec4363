package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.query.view.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "catalog",
        description = "Tool contracts, saga definitions, policies, roles, agent grants and limits.",
        mixinStandardHelpOptions = true,
        subcommands = {
            CatalogCommand.ValidateCommand.class,
            CatalogCommand.DiffCommand.class,
            CatalogCommand.ApplyCommand.class,
            CatalogCommand.ShowCommand.class,
            CatalogCommand.HistoryCommand.class,
            CapabilitiesCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice catalog validate examples/enforcement-notice",
            "  sluice catalog diff examples/enforcement-notice",
            "  sluice catalog apply examples/enforcement-notice --as petra",
            "  sluice catalog show notice.send",
            "  sluice catalog history",
            "  sluice catalog providers examples/providers"
        })
final class CatalogCommand {

    @Command(
            name = "validate",
            description = {
                "Checks catalog files without a running Sluice: each document, and whether they fit together.",
                "It looks at the files alone: what is in force already is not known here.",
                "Prints for each tool what is still open before it is used in earnest."
            },
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
            List<CatalogDocument> documents;
            try {
                documents = CatalogFiles.check(CatalogFiles.read(files));
            } catch (CatalogException e) {
                throw new Failure(String.valueOf(e.getMessage()), e);
            }
            if (!output.gaveJson(ProductionChecklist.json(documents))) {
                output.line(CatalogFiles.table(CatalogFiles.summary(documents)));
                output.line("");
                output.line(ProductionChecklist.text(documents));
                output.line("Good: " + documents.size() + (documents.size() == 1 ? " document" : " documents")
                        + ", and they fit together. What is in force was not looked at.");
            }
        }
    }

    @Command(
            name = "diff",
            description = "Shows what applying catalog files would change.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice catalog diff examples/enforcement-notice")
    static final class DiffCommand extends ApiCommand {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files, or directories of them.")
        private List<Path> files = List.of();

        @Override
        public void run() {
            List<CatalogDocument> documents = CatalogFiles.parse(CatalogFiles.read(files));
            List<CatalogDiff> changes = new CatalogComparison(api).of(documents);
            if (!output.gaveJson(Json.tree(changes))) {
                output.line(CatalogComparison.text(changes));
            }
        }
    }

    @Command(
            name = "apply",
            description = {
                "Puts catalog files in force, all or none, and returns when every partition has journaled them.",
                "Sagas under way keep the versions they were planned with."
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = {
                "  sluice catalog apply examples/enforcement-notice --identity petra.token",
                "  sluice catalog apply examples/enforcement-notice --as petra"
            })
    static final class ApplyCommand extends ApiCommand {
        @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML files, or directories of them.")
        private List<Path> files = List.of();

        @Option(
                names = "--as",
                paramLabel = "NAME",
                description = "Who applies it (default: whose token it is, else the user's name).")
        private @Nullable String who;

        @Mixin
        private IdentityOption identity = new IdentityOption();

        @Override
        public void run() {
            Map<String, String> texts = CatalogFiles.read(files);
            // Checked here first because only here the files have names.
            List<CatalogDocument> documents = CatalogFiles.parse(texts);
            JsonNode applied = api.post(
                    Api.query("/v1/catalog", Map.of("applied_by", name())),
                    "application/yaml",
                    String.join("\n---\n", texts.values()),
                    identity);
            if (!output.gaveJson(applied)) {
                output.line("In force in every partition: " + documents.size()
                        + (documents.size() == 1 ? " document" : " documents") + ", as version "
                        + applied.path("version").asText() + ".");
            }
        }

        /** Nothing where the token says it. */
        private String name() {
            if (who != null) {
                return who;
            }
            return identity.token() == null ? System.getProperty("user.name", "someone") : "";
        }
    }

    @Command(
            name = "show",
            description = "Shows what is in force, or one document of it.",
            footerHeading = "%nExamples:%n",
            footer = {"  sluice catalog show", "  sluice catalog show notice.send --version 3b1f0c9d2a7e4f60"})
    static final class ShowCommand extends ApiCommand {
        private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build());

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "The document to show (default: a list).")
        private @Nullable String name;

        @Option(names = "--kind", paramLabel = "KIND", description = "Its kind, where documents of two have the name.")
        private @Nullable String kind;

        @Option(names = "--version", paramLabel = "VERSION", description = "An earlier version of it.")
        private @Nullable String version;

        // By itself, since the usual mixin has a --version of its own.
        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help message and exit.")
        boolean helpWanted;

        @Override
        public void run() {
            if (name != null) {
                show(name);
                return;
            }
            if (version != null) {
                throw new Failure("A version is of one document: say its name too, as in sluice catalog show NAME"
                        + " --version " + version + ".");
            }
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

        private void show(String wanted) {
            JsonNode found = api.get(Api.query(
                    "/v1/catalog/" + Api.encode(kindOf(wanted)) + "/" + Api.encode(wanted),
                    Map.of("version", version == null ? "" : version)));
            if (output.gaveJson(found)) {
                return;
            }
            output.line("# version " + found.path("version").asText()
                    + (found.path("in_force").asBoolean() ? ", in force" : ", no longer in force"));
            try {
                output.line(YAML.writeValueAsString(found.path("document")).stripTrailing());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a JSON document can be written as YAML", e);
            }
        }

        private String kindOf(String wanted) {
            if (kind != null) {
                return kind;
            }
            List<String> kinds = api.get("/v1/catalog")
                    .path("items")
                    .valueStream()
                    .filter(row -> row.path("name").asText().equals(wanted))
                    .map(row -> row.path("kind").asText())
                    .toList();
            if (kinds.size() != 1) {
                throw new Failure(
                        kinds.isEmpty()
                                ? "The catalog has no " + wanted + ": sluice catalog show lists what it has."
                                : wanted + " is the name of a " + String.join(" and of a ", kinds)
                                        + ": say which with --kind.");
            }
            return kinds.getFirst();
        }
    }

    @Command(
            name = "history",
            description = "Shows each catalog that was applied, the latest first.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice catalog history")
    static final class HistoryCommand extends ApiCommand {
        @Override
        public void run() {
            JsonNode history = api.get("/v1/catalog/history");
            if (output.gaveJson(history)) {
                return;
            }
            Table table = new Table("APPLIED AT", "BY", "VERSION", "POLICIES", "DOCUMENTS");
            for (JsonNode applied : history.path("items").valueStream().toList().reversed()) {
                table.row(
                        applied.path("applied_at").asText(),
                        applied.path("applied_by").asText(),
                        applied.path("version")
                                .asText()
                                .substring(
                                        0,
                                        Math.min(
                                                16,
                                                applied.path("version").asText().length())),
                        applied.path("policy_version").asText(),
                        String.join(
                                ", ",
                                applied.path("items")
                                        .valueStream()
                                        .map(row -> row.path("name").asText() + "@"
                                                + row.path("version").asText())
                                        .toList()));
            }
            output.line(
                    history.path("items").isEmpty()
                            ? "No catalog has been applied: sluice catalog apply FILE applies one."
                            : table.toString());
        }
    }
}
