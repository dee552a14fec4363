package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approvals that are given in advance, and taken back. */
final class GrantCommands {
    private static final String PATH = "/v1/grants?wait=true";
    private static final String JSON = "application/json";

    private GrantCommands() {}

    @Command(
            name = "give",
            description = {
                "Gives an approval in advance, for one use by a command that names it in approval_id.",
                "Returns when it can be used. It is for exactly what is said here: without --target, --recipient or --artifact it is for what has none."
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice approvals give spring-letter --tenant city --tool notice.send --target 4711"
                    + " --valid-for 8h --identity rita.token")
    static final class Give extends ApiCommand {
        @Mixin
        private Tenant tenant = new Tenant();

        @Parameters(paramLabel = "APPROVAL", description = "Id of the approval: a name that was never used before.")
        private String approval = "";

        @Option(names = "--tool", required = true, paramLabel = "TOOL", description = "What may be done.")
        private String tool = "";

        @Option(names = "--target", paramLabel = "ID", description = "What it may be done to.")
        private @Nullable String target;

        @Option(names = "--recipient", paramLabel = "ID", description = "Who may receive it.")
        private @Nullable String recipient;

        @Option(names = "--artifact", paramLabel = "ID", description = "Which artefact may be used.")
        private @Nullable String artifact;

        @Option(names = "--artifact-version", paramLabel = "VERSION", description = "Which version of it.")
        private @Nullable String artifactVersion;

        @Option(
                names = "--request-hash",
                paramLabel = "HASH",
                description = "The very request that may be sent, as a dry run shows it (default: any that fits).")
        private @Nullable String requestHash;

        @Option(
                names = "--valid-for",
                required = true,
                paramLabel = "DURATION",
                description = "It is void after this time, for example 8h.")
        private String validFor = "";

        @Option(names = "--as", paramLabel = "REVIEWER", description = "Who gives it (default: whose token it is).")
        private @Nullable String reviewer;

        @Mixin
        private IdentityOption identity = new IdentityOption();

        @Override
        public void run() {
            identity.requireSomebody(reviewer, "--as");
            Instant expiresAt = Clock.systemUTC().instant().plus(validity());
            ObjectNode decision = decision(tenant.name(), approval, reviewer);
            put(decision, "request_hash", requestHash);
            decision.put("expires_at", expiresAt.toString());
            ObjectNode subject = decision.putObject("subject");
            subject.put("approved_action", tool);
            put(subject, "target_id", target);
            put(subject, "recipient_id", recipient);
            put(subject, "artifact_id", artifact);
            put(subject, "artifact_version", artifactVersion);
            JsonNode told = api.post(PATH, JSON, decision.toString(), identity);
            if (!output.gaveJson(told)) {
                output.line("Given: one command of tenant " + tenant.name() + " that names approval_id " + approval
                        + " may use " + tool + " until " + expiresAt + ".");
            }
        }

        private Duration validity() {
            Duration duration = Durations.parse(validFor);
            if (duration == null || duration.isNegative() || duration.isZero()) {
                throw new Failure("'" + validFor + "' is no duration: write for example " + Durations.EXAMPLES + ".");
            }
            return duration;
        }
    }

    @Command(
            name = "take-back",
            description = "Takes back an approval that was given in advance, unless it was used.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice approvals take-back spring-letter --tenant city --as rita --reason \"wrong letter\"")
    static final class TakeBack extends ApiCommand {
        @Mixin
        private Tenant tenant = new Tenant();

        @Parameters(paramLabel = "APPROVAL", description = "Id of the approval.")
        private String approval = "";

        @Option(names = "--as", paramLabel = "REVIEWER", description = "Who gave it (default: whose token it is).")
        private @Nullable String reviewer;

        @Mixin
        private IdentityOption identity = new IdentityOption();

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Override
        public void run() {
            identity.requireSomebody(reviewer, "--as");
            ObjectNode decision = decision(tenant.name(), approval, reviewer);
            decision.put("verdict", "withdraw");
            decision.put("reason", reason);
            JsonNode told = api.post(PATH, JSON, decision.toString(), identity);
            if (!output.gaveJson(told)) {
                output.line("Taken back: " + approval + ".");
            }
        }
    }

    private static ObjectNode decision(String tenant, String approval, @Nullable String reviewer) {
        ObjectNode decision = JsonNodeFactory.instance.objectNode();
        decision.put("tenant_id", tenant);
        decision.put("approval_id", approval);
        put(decision, "reviewer_id", reviewer);
        return decision;
    }

    private static void put(ObjectNode object, String field, @Nullable String value) {
        if (value != null) {
            object.put(field, value);
        }
    }
}
