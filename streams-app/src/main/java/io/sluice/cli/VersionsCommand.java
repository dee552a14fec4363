package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "versions",
        description = "Which version a target has, and what to do where its owner has said something wrong.",
        mixinStandardHelpOptions = true,
        subcommands = {VersionsCommand.Show.class, VersionsCommand.Set.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice versions show case 4711 --tenant city --identity olga.token",
            "  sluice versions set case 4711 8 --tenant city --identity olga.token --why \"a test wrote 99999999\""
        })
final class VersionsCommand {
    private static final String PATH = "/v1/versions";

    private VersionsCommand() {}

    @Command(
            name = "show",
            description = "Shows the version that the claim ledger goes by.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice versions show case 4711 --tenant city --identity olga.token",
                "  sluice versions show \"\" doc-9 --tenant city   (no type)"
            })
    static final class Show extends ApiCommand {
        @Parameters(index = "0", paramLabel = "TYPE", description = "target_type of the commands; empty for none.")
        private String type = "";

        @Parameters(index = "1", paramLabel = "ID", description = "target_id of the commands.")
        private String id = "";

        @Mixin
        private IdentityOption identity = new IdentityOption();

        @Mixin
        private Tenant tenant = new Tenant();

        @Override
        public void run() {
            Map<String, String> asked = Map.of("tenant", tenant.name(), "target_type", type, "target_id", id);
            JsonNode answer = api.get(Api.query(PATH, asked), identity);
            if (output.gaveJson(answer)) {
                return;
            }
            String subject = answer.path("subject").asText();
            output.line(
                    answer.hasNonNull("version")
                            ? subject + " is at version "
                                    + answer.path("version").asText() + " since "
                                    + answer.path("changed_at").asText() + "."
                            : "Nobody has told which version " + subject + " has.");
        }
    }

    @Command(
            name = "set",
            description = {
                "Says which version a target has, whatever its owner has said; the claim journal keeps who and why.",
                "See first that the owner says nothing wrong any more: what it says next counts again."
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice versions set case 4711 8 --tenant city --who olga --why \"a test wrote 99999999\"",
                "  sluice versions set \"\" doc-9 etag-b --tenant city --who olga --why \"the etag of a copy\"   (no type)"
            })
    static final class Set extends ApiCommand {
        @Parameters(index = "0", paramLabel = "TYPE", description = "target_type of the commands; empty for none.")
        private String type = "";

        @Parameters(index = "1", paramLabel = "ID", description = "target_id of the commands.")
        private String id = "";

        @Parameters(index = "2", paramLabel = "VERSION", description = "The version that it has.")
        private String version = "";

        @Option(names = "--who", paramLabel = "NAME", description = "Who does it (default: whose token it is).")
        private @Nullable String who;

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, in one sentence.")
        private String why = "";

        @Mixin
        private IdentityOption identity = new IdentityOption();

        @Mixin
        private Tenant tenant = new Tenant();

        @Override
        public void run() {
            identity.requireSomebody(who, "--who");
            if (why.isBlank()) {
                throw Failure.wrongUsage("Say why: --why must not be blank.");
            }
            ObjectNode operation = JsonNodeFactory.instance.objectNode();
            operation.put("operation_id", UUID.randomUUID().toString());
            operation.put("tenant_id", tenant.name());
            ObjectNode target = operation.putObject("target");
            if (!type.isEmpty()) {
                target.put("type", type);
            }
            target.put("id", id).put("version", version);
            operation.put("why", why);
            if (who != null) {
                operation.put("who", who);
            }
            JsonNode answer = api.post(PATH, "application/json", operation.toString(), identity);
            if (!output.gaveJson(answer)) {
                String before = answer.hasNonNull("before")
                        ? "not " + answer.path("before").asText()
                        : "of which nobody had told";
                output.line("Done: " + answer.path("subject").asText() + " is at version "
                        + answer.path("version").asText() + ", " + before + ".");
            }
        }
    }
}
