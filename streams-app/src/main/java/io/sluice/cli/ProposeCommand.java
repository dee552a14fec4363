package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Durations;
import io.sluice.query.view.Json;
import io.sluice.saga.StrictJson;
import io.sluice.topology.FileProblems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "propose",
        description = "Proposes a command as an agent would, from options, from a JSON file, or both (options win).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice propose --tenant city --definition enforcement-notice --target case-17 --target-type case \\",
            "      --recipient p-4711 --artifact letter-17 --artifact-version 3 --run run-1 --step notice",
            "  sluice propose --tenant city --tool notice.send --arg case_id=case-17 --wait 30s",
            "  sluice propose --tool notice.send --arg case_id=case-17 --dry-run      (what would happen? calls nobody)",
            "  sluice propose --file command.json        (or --file - to read standard input)",
            "",
            "The same tenant, run, step and tool or definition name the same act: proposing it again does nothing twice."
        })
final class ProposeCommand extends ApiCommand {
    private static final Set<String> UNDONE = Set.of("rolled_back", "failed");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(names = "--file", paramLabel = "FILE", description = "A command as JSON; - for standard input.")
    private @Nullable String file;

    @Option(names = "--definition", paramLabel = "NAME", description = "Saga definition to run.")
    private @Nullable String definition;

    @Option(names = "--tool", paramLabel = "NAME", description = "Tool to use, for a saga of one step.")
    private @Nullable String tool;

    @Option(names = "--target", paramLabel = "ID", description = "What is acted upon.")
    private @Nullable String target;

    @Option(names = "--target-type", paramLabel = "TYPE", description = "What kind of thing that is.")
    private @Nullable String targetType;

    @Option(
            names = "--expected-version",
            paramLabel = "VERSION",
            description = "The version of it that this is meant for.")
    private @Nullable String expectedVersion;

    @Option(names = "--recipient", paramLabel = "ID", description = "Who receives it.")
    private @Nullable String recipient;

    @Option(names = "--artifact", paramLabel = "ID", description = "Document that is used.")
    private @Nullable String artifact;

    @Option(names = "--artifact-version", paramLabel = "VERSION", description = "Its version.")
    private @Nullable String artifactVersion;

    @Option(names = "--approval", paramLabel = "ID", description = "An approval that was given in advance.")
    private @Nullable String approval;

    @Option(
            names = "--arg",
            paramLabel = "NAME=VALUE",
            description = "An argument: JSON where it is some, else text. May come more than once.")
    private Map<String, String> arguments = new LinkedHashMap<>();

    @Option(names = "--rationale", paramLabel = "TEXT", description = "Why.")
    private @Nullable String rationale;

    @Option(
            names = "--evidence",
            paramLabel = "REF",
            description = "Where the reasons were found. May come more than once.")
    private List<String> evidence = List.of();

    @Option(names = "--run", paramLabel = "ID", description = "The agent's run (default: a new one).")
    private @Nullable String run;

    @Option(names = "--step", paramLabel = "ID", description = "The step within the run (default: step-1).")
    private @Nullable String step;

    @Option(names = "--agent", paramLabel = "ID", description = "Who proposes (default: the user's name).")
    private @Nullable String agent;

    @Option(names = "--command-id", paramLabel = "ID", description = "The message's own id (default: a new one).")
    private @Nullable String commandId;

    @Option(
            names = "--dry-run",
            description =
                    "Only tell what would be done: steps, requests, policy, approvals, refusals. Nothing is called or"
                            + " begun, and the same may be proposed in earnest afterwards; exit code 1 when it would be refused.")
    private boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Wait so long for the saga to end or to need a reviewer, and tell what happened; exit code 1"
                    + " when it was refused, failed or was rolled back.")
    private @Nullable String wait;

    @Mixin
    private IdentityOption identity = new IdentityOption();

    @Mixin
    private Tenant tenant = new Tenant();

    @Override
    public void run() {
        Optional<Duration> patience = patience();
        ObjectNode command = command();
        JsonNode accepted = api.propose(command, identity.token());
        if (command.path("dry_run").asBoolean()) {
            tellPlan(accepted, patience.orElse(PATIENCE));
        } else if (patience.isPresent()) {
            follow(accepted, patience.get());
        } else if (!output.gaveJson(accepted)) {
            output.line("Proposed " + accepted.path("command_id").asText() + ". Follow it with: sluice status "
                    + accepted.path("saga_id").asText());
        }
    }

    /** The command of the file, if any, with what the options say, and with defaults for what neither does. */
    ObjectNode command() {
        ObjectNode command = file == null ? JsonNodeFactory.instance.objectNode() : read(file);
        put(command, "tenant_id", tenant.isSet() || !command.has("tenant_id") ? tenant.name() : null);
        put(command, "definition", definition);
        put(command, "tool", tool);
        put(command, "target_id", target);
        put(command, "target_type", targetType);
        put(command, "expected_version", expectedVersion);
        put(command, "recipient_id", recipient);
        put(command, "artifact_id", artifact);
        put(command, "artifact_version", artifactVersion);
        put(command, "approval_id", approval);
        put(command, "rationale", rationale);
        put(command, "run_id", run);
        put(command, "step_id", step);
        put(command, "agent_id", agent);
        put(command, "command_id", commandId);
        if (dryRun) {
            command.put("dry_run", true);
        }
        if (!evidence.isEmpty()) {
            evidence.forEach(command.putArray("evidence_refs")::add);
        }
        arguments.forEach(
                (name, value) -> command.withObjectProperty("arguments").set(name, json(value)));
        putIfAbsent(command, "command_id", UUID.randomUUID().toString());
        putIfAbsent(command, "run_id", UUID.randomUUID().toString());
        putIfAbsent(command, "step_id", "step-1");
        putIfAbsent(command, "agent_id", System.getProperty("user.name", "someone"));
        if (!command.has("tool") && !command.has("definition")) {
            throw new Failure("Say what to do: --definition NAME or --tool NAME.");
        }
        return command;
    }

    private void tellPlan(JsonNode accepted, Duration patience) {
        JsonNode told = Poll.until(patience, () -> api.find(resultPath(accepted)))
                .orElseThrow(() -> new Failure("No answer within " + Durations.format(patience)
                        + ": ask again with --dry-run and a longer --wait."));
        if (!output.gaveJson(told) && told.has("plan")) {
            output.line(Plans.story(told.path("plan")));
        }
        if (told.has("reason")) {
            throw new Failure(Plans.refusal(told));
        }
    }

    private static String resultPath(JsonNode accepted) {
        return "/v1/commands/" + Api.encode(accepted.path("tenant_id").asText()) + "/"
                + Api.encode(accepted.path("command_id").asText());
    }

    private void follow(JsonNode accepted, Duration patience) {
        String saga = "/v1/sagas/" + accepted.path("saga_id").asText();
        String result = resultPath(accepted);
        JsonNode told = Poll.until(patience, () -> api.find(result).filter(ProposeCommand::isSettled))
                .orElseThrow(() -> new Failure("Nothing final within " + Durations.format(patience)
                        + ": see sluice status " + accepted.path("saga_id").asText() + "."));
        if (!output.gaveJson(told)) {
            tell(saga, told);
        }
        String state = told.path("state").asText();
        if (state.equals("rejected")) {
            throw new Failure("Refused (" + told.path("reason").asText() + "): "
                    + told.path("error").asText());
        }
        if (UNDONE.contains(state)) {
            throw new Failure(
                    "The saga ended " + state + " (" + told.path("reason").asText("no reason given") + ").");
        }
    }

    private void tell(String saga, JsonNode told) {
        Optional<JsonNode> found = api.find(saga);
        if (found.isPresent()) {
            output.line(Sagas.story(found.get(), History.after(api, saga, 0), ZoneId.systemDefault()));
        }
        told.path("pending_approvals")
                .forEach(approval -> output.line("Waits for a reviewer: sluice approvals show " + approval.asText()));
    }

    static boolean isSettled(JsonNode result) {
        String state = result.path("state").asText();
        return UNDONE.contains(state)
                || state.equals("committed")
                || state.equals("rejected")
                || !result.path("pending_approvals").isEmpty();
    }

    private Optional<Duration> patience() {
        if (wait == null) {
            return Optional.empty();
        }
        Duration duration = Durations.parse(wait);
        if (duration == null) {
            throw new Failure("'" + wait + "' is no duration: write for example " + Durations.EXAMPLES + ".");
        }
        return Optional.of(duration);
    }

    private static ObjectNode read(String from) {
        try {
            String text = from.equals("-")
                    ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(from));
            if (Json.parse(text) instanceof ObjectNode command) {
                return command;
            }
            throw new Failure(from + " holds no JSON object: a command is one.");
        } catch (JsonProcessingException e) {
            throw new Failure(from + " is not JSON: " + StrictJson.problem(e) + ".", e);
        } catch (IOException e) {
            throw new Failure(from + " cannot be read (" + FileProblems.inWords(e) + "): correct the path.", e);
        }
    }

    static JsonNode json(String value) {
        try {
            return Json.parse(value);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(value);
        }
    }

    private static void put(ObjectNode command, String field, @Nullable String value) {
        if (value != null) {
            command.put(field, value);
        }
    }

    private static void putIfAbsent(ObjectNode command, String field, String value) {
        if (!command.has(field)) {
            command.put(field, value);
        }
    }
}
