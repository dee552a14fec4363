package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Durations;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an agent does to an open saga: sent as a command, and answered with that command's result. */
abstract class OpenSagaAct extends ApiCommand {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "NAME", description = "Name of the saga, unique within the tenant.")
    private String saga = "";

    @Mixin
    private IdentityOption identity = new IdentityOption();

    @Mixin
    private Tenant tenant = new Tenant();

    @Option(names = "--run", paramLabel = "ID", description = "The agent's run (default: the saga's name).")
    private @Nullable String run;

    @Option(names = "--agent", paramLabel = "ID", description = "Who proposes (default: the user's name).")
    private @Nullable String agent;

    @Option(names = "--rationale", paramLabel = "TEXT", description = "Why.")
    private @Nullable String rationale;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Wait so long for it to be done, or to need a reviewer (default: only until it is taken).")
    private @Nullable String wait;

    /** Where the result of the command that began {@code saga} is found. */
    static String resultPath(JsonNode saga) {
        return "/v1/commands/" + Api.encode(saga.path("tenant_id").asText()) + "/"
                + Api.encode(saga.path("command_id").asText());
    }

    protected ObjectNode command(String action, String step) {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        command.put("command_id", UUID.randomUUID().toString());
        command.put("tenant_id", tenant.name());
        command.put("run_id", run == null ? saga : run);
        command.put("step_id", step);
        command.put("agent_id", agent == null ? System.getProperty("user.name", "someone") : agent);
        command.put("saga_action", action);
        command.put("saga", saga);
        if (rationale != null) {
            command.put("rationale", rationale);
        }
        return command;
    }

    /** Sends a command and prints its result; with {@code --wait} the one that is {@code done}. */
    protected void send(ObjectNode command, Predicate<JsonNode> done) {
        Duration patience = wait == null ? PATIENCE : duration(wait);
        JsonNode accepted = api.propose(command, identity.token());
        AtomicReference<@Nullable JsonNode> last = new AtomicReference<>();
        Optional<JsonNode> told = Poll.until(patience, () -> {
            Optional<JsonNode> result = api.find(resultPath(accepted));
            result.ifPresent(last::set);
            return result.filter(found -> wait == null || isRejected(found) || done.test(found));
        });
        JsonNode result = told.orElseGet(last::get);
        if (result == null) {
            throw new Failure("The command is on its way, but nothing has come of it within "
                    + Durations.format(patience) + ": see sluice saga status " + saga + ".");
        }
        output.line(result.toPrettyString());
        if (isRejected(result) || (result.has("plan") && result.has("reason"))) {
            throw new Failure(Plans.refusal(result));
        }
        if (told.isEmpty()) {
            output.remark("Taken, but not done within " + Durations.format(patience)
                    + "; what cannot be undone waits for the commit.");
        }
    }

    protected static Duration duration(String text) {
        Duration duration = Durations.parse(text);
        if (duration == null || duration.isNegative()) {
            throw Failure.wrongUsage("'" + text + "' is no duration: write for example " + Durations.EXAMPLES + ".");
        }
        return duration;
    }

    private static boolean isRejected(JsonNode result) {
        return result.path("state").asText().equals("rejected");
    }
}
