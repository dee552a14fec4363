package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "repair",
        description =
                "What a person does about a saga that is stuck or no longer wanted; the journal keeps who and why.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RepairCommand.Resolve.class,
            RepairCommand.Retry.class,
            RepairCommand.Skip.class,
            RepairCommand.Cancel.class,
            RepairCommand.RollBack.class,
            RepairCommand.Compensate.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice status --tenant city --escalated          (what asks for a person)",
            "  sluice repair resolve city/3f9c... --step send --committed --external-ref n-17 \\",
            "      --who olga --why \"the provider's desk confirmed it by phone\"",
            "  sluice repair retry city/3f9c... --step register --who olga --why \"their outage is over\"",
            "  sluice repair cancel city/3f9c... --identity olga.token --why \"the case was withdrawn\""
        })
final class RepairCommand {

    /** What all repairs have in common. */
    abstract static class Repair extends ApiCommand {
        @Parameters(paramLabel = "SAGA", description = "Id of the saga, as sluice status lists it.")
        private String saga = "";

        @Option(names = "--who", paramLabel = "NAME", description = "Who does it (default: whose token it is).")
        private @Nullable String who;

        @Option(names = "--why", required = true, paramLabel = "TEXT", description = "Why, in one sentence.")
        private String why = "";

        @Mixin
        private IdentityOption identity = new IdentityOption();

        @Mixin
        private Tenant tenant = new Tenant();

        protected void operate(String kind, ObjectNode operation) {
            identity.requireSomebody(who, "--who");
            if (why.isBlank()) {
                throw Failure.wrongUsage("Say why: --why must not be blank.");
            }
            String path = Sagas.path(saga, tenant);
            String id = UUID.randomUUID().toString();
            operation.put("operation_id", id);
            operation.put("kind", kind);
            if (who != null) {
                operation.put("who", who);
            }
            operation.put("why", why);
            long seen = History.last(History.after(api, path, 0));
            api.post(path + "/operations", "application/json", operation.toString(), identity);
            JsonNode fact = Answered.await(api, path, id, seen)
                    .orElseThrow(
                            () -> new Failure("The request is on its way, but nothing has come of it yet: see sluice"
                                    + " status " + saga + "."));
            Answered.refuse(fact);
            if (!output.gaveJson(fact)) {
                output.line("Done: " + fact.path("text").asText(kind) + ". Follow it with: sluice status " + saga);
            }
        }

        static ObjectNode about(@Nullable String step, boolean compensation) {
            ObjectNode operation = JsonNodeFactory.instance.objectNode();
            if (step != null) {
                operation
                        .putObject("effect")
                        .put("step", step)
                        .put("direction", compensation ? "compensation" : "forward");
            }
            return operation;
        }
    }

    /** A repair of one step, or of what undoes it. */
    abstract static class OfStep extends Repair {
        @Option(names = "--step", required = true, paramLabel = "STEP", description = "Which step.")
        private String step = "";

        @Option(names = "--compensation", description = "What undoes the step is meant, not the step itself.")
        private boolean compensation;

        protected ObjectNode effect() {
            return about(step, compensation);
        }
    }

    @Command(
            name = "resolve",
            description = "Says what became of an effect that nobody else can tell of.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice repair resolve city/3f9c... --step send --committed --external-ref n-17 --who olga --why \"seen there\"",
                "  sluice repair resolve city/3f9c... --step send --not-committed --who olga --why \"their log has nothing\""
            })
    static final class Resolve extends OfStep {
        @ArgGroup(multiplicity = "1")
        private Found found = new Found();

        @Option(
                names = "--external-ref",
                paramLabel = "REF",
                description = "The provider's reference of what was done, with --committed.")
        private @Nullable String externalRef;

        static final class Found {
            @Option(names = "--committed", description = "It was done.")
            private boolean committed;

            @Option(names = "--not-committed", description = "It was not done; it may be tried again.")
            private boolean notCommitted;
        }

        @Override
        public void run() {
            ObjectNode operation = effect();
            operation.put("resolution", found.committed ? "committed" : "not_committed");
            if (externalRef != null && found.notCommitted) {
                throw Failure.wrongUsage(
                        "What was not done has no reference: leave --external-ref out, or say --committed.");
            }
            if (externalRef != null) {
                operation.put("external_ref", externalRef);
            }
            operate("resolve", operation);
        }
    }

    @Command(
            name = "retry",
            description = {
                "Tries an effect that failed or was escalated once more, with the same key.",
                "Without --step: lets a saga that was set aside go on."
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice repair retry city/3f9c... --step register --compensation --who olga --why \"their outage is over\"",
                "  sluice repair retry city/3f9c... --who olga --why \"fixed in this version\""
            })
    static final class Retry extends Repair {
        @Option(names = "--step", paramLabel = "STEP", description = "Which step.")
        private @Nullable String step;

        @Option(names = "--compensation", description = "What undoes the step is meant, not the step itself.")
        private boolean compensation;

        @Override
        public void run() {
            if (compensation && step == null) {
                throw Failure.wrongUsage("Say which step's compensation: --step STEP.");
            }
            operate("retry", about(step, compensation));
        }
    }

    @Command(
            name = "skip",
            description = {
                "Leaves a failed effect as it is, and the saga goes on without it.",
                "A compensation that is skipped leaves its step in place, and the saga ends failed."
            },
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice repair skip city/3f9c... --step remind --who olga --why \"was told in person\"")
    static final class Skip extends OfStep {
        @Override
        public void run() {
            operate("skip", effect());
        }
    }

    @Command(
            name = "cancel",
            description = "Undoes a saga that is no longer wanted; refused once its pivot has happened.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice repair cancel city/3f9c... --who olga --why \"the case was withdrawn\"")
    static final class Cancel extends Repair {
        @Override
        public void run() {
            operate("cancel", about(null, false));
        }
    }

    @Command(
            name = "rollback",
            description = "Undoes a saga by hand; refused once its pivot has happened.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer =
                    "  sluice repair rollback city/3f9c... --who olga --why \"it waits for an answer that will not come\"")
    static final class RollBack extends Repair {
        @Override
        public void run() {
            operate("roll_back", about(null, false));
        }
    }

    @Command(
            name = "compensate",
            description = "Undoes one committed step of a saga that has ended.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer =
                    "  sluice repair compensate city/3f9c... --step register --who olga --why \"registered for the wrong person\"")
    static final class Compensate extends Repair {
        @Option(names = "--step", required = true, paramLabel = "STEP", description = "Which step.")
        private String step = "";

        @Override
        public void run() {
            operate("compensate", about(step, false));
        }
    }
}
