package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.idempotency.Keys;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "saga",
        description = {
            "Open sagas: an agent begins one, adds steps as it goes, and commits them or rolls them back together.",
            "Each answer is the command's result as JSON. Exit code 0: taken; 1: refused, and why; 2: wrong usage."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            SagaCommand.Begin.class,
            SagaCommand.AddStep.class,
            SagaCommand.Commit.class,
            SagaCommand.RollBack.class,
            SagaCommand.Status.class,
            SagaCommand.ListOpen.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice saga begin trip-7 --tenant city --timeout 5m",
            "  sluice saga add-step trip-7 --tenant city --step flight --tool flight.hold --arg offer_id=o-1 --wait 10s",
            "  sluice saga commit trip-7 --tenant city --wait 30s",
            "",
            "The name of a saga is unique within its tenant; the same step added again is a duplicate and does nothing twice."
        })
final class SagaCommand {

    @Command(
            name = "begin",
            description = "Begins an open saga.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice saga begin trip-7 --tenant city --timeout 5m --run-at commit")
    static final class Begin extends OpenSagaAct {
        @Option(
                names = "--timeout",
                paramLabel = "DURATION",
                description = "When nobody has committed by then, what ran is undone (default: 60s).")
        private @Nullable String timeout;

        @Option(
                names = "--run-at",
                paramLabel = "WHEN",
                description = {
                    "now: steps run as they are added, but for what cannot be undone; commit: all run at the commit",
                    "(default: now)."
                })
        private RunAt runAt = RunAt.now;

        /** As typed. */
        enum RunAt {
            now,
            commit
        }

        @Override
        public void run() {
            ObjectNode command = command("begin", "begin");
            command.put("run_at", runAt.name());
            if (timeout != null) {
                long millis = duration(timeout).toMillis();
                if (millis == 0) {
                    throw Failure.wrongUsage("--timeout must be longer than nothing, for example 5m.");
                }
                command.put("timeout_ms", millis);
            }
            send(command, result -> true);
        }
    }

    @Command(
            name = "add-step",
            description = "Adds a step to an open saga.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer =
                    "  sluice saga add-step trip-7 --tenant city --step flight --tool flight.hold --arg offer_id=o-1 --wait 10s")
    static final class AddStep extends OpenSagaAct {
        @Option(names = "--step", required = true, paramLabel = "NAME", description = "The step's name.")
        private String step = "";

        @Option(names = "--tool", required = true, paramLabel = "NAME", description = "The tool it uses.")
        private String tool = "";

        @Option(
                names = "--arg",
                paramLabel = "NAME=VALUE",
                description = "An argument: JSON where it is some, else text. May come more than once.")
        private Map<String, String> arguments = new LinkedHashMap<>();

        @Option(
                names = "--dry-run",
                description = "Only tell what the step would do: its request, policy, approval. It is not added.")
        private boolean dryRun;

        @Override
        public void run() {
            ObjectNode command = command("add_step", step);
            command.put("tool", tool);
            if (dryRun) {
                command.put("dry_run", true);
            }
            arguments.forEach(
                    (name, value) -> command.withObjectProperty("arguments").set(name, ProposeCommand.json(value)));
            send(command, this::isDone);
        }

        private boolean isDone(JsonNode result) {
            boolean completed = false;
            for (JsonNode name : result.path("completed_steps")) {
                completed |= name.asText().equals(step);
            }
            return completed
                    || !result.path("pending_approvals").isEmpty()
                    || !result.path("state").asText().equals("pending");
        }
    }

    @Command(
            name = "commit",
            description = "Commits an open saga: what waits runs, and the saga ends.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice saga commit trip-7 --tenant city --wait 30s")
    static final class Commit extends OpenSagaAct {
        @Override
        public void run() {
            send(command("commit", "commit"), ProposeCommand::isSettled);
        }
    }

    @Command(
            name = "rollback",
            description = "Rolls an open saga back: what ran is undone in reverse order.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice saga rollback trip-7 --tenant city --wait 30s")
    static final class RollBack extends OpenSagaAct {
        @Override
        public void run() {
            send(command("roll_back", "rollback"), ProposeCommand::isSettled);
        }
    }

    @Command(
            name = "status",
            description = "Shows how an open saga stands.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice saga status trip-7 --tenant city")
    static final class Status extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "Name of the saga, as it was begun.")
        private String name = "";

        @Mixin
        private Tenant tenant = new Tenant();

        @Override
        public void run() {
            String sagaId = tenant.name() + "/" + Keys.ofOpenSaga(tenant.name(), name);
            JsonNode saga = api.find(Sagas.path(sagaId, tenant))
                    .orElseThrow(() -> new Failure("Tenant " + tenant.name() + " has no open saga " + name
                            + ": begin it, or correct the name."));
            output.line(api.get(OpenSagaAct.resultPath(saga)).toPrettyString());
        }
    }

    @Command(
            name = "list",
            description = "Lists the open sagas of a tenant.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice saga list --tenant city")
    static final class ListOpen extends ApiCommand {
        private static final String LIMIT = "1000";

        @Mixin
        private Tenant tenant = new Tenant();

        @Override
        public void run() {
            JsonNode page = api.get(
                    Api.query("/v1/sagas", Map.of("tenant", tenant.name(), "status", "pending", "limit", LIMIT)));
            ArrayNode open = ((ObjectNode) page.deepCopy()).putArray("items");
            page.path("items").forEach(row -> {
                if (row.hasNonNull("open_saga")) {
                    open.add(row);
                }
            });
            if (output.gaveJson(open)) {
                return;
            }
            output.line(
                    open.isEmpty()
                            ? "Tenant " + tenant.name() + " has no open saga."
                            : Sagas.table(open, Clock.systemUTC().instant()));
            Pages.remarks(page, output);
        }
    }
}
