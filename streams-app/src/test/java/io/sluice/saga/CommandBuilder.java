package io.sluice.saga;

import io.sluice.identity.AgentIdentity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command as an agent would propose it, changed in what a test is about. */
public final class CommandBuilder {

    private String agent = "agent-7";
    private final @Nullable String tool;
    private final @Nullable String definition;
    private String commandId = "c-1";
    private String tenantId = "acme";
    private String runId = "run-1";
    private String stepId = "step-1";
    private String arguments = "{}";
    private List<String> evidenceRefs = List.of();
    private Instant createdAt;
    private @Nullable Instant deadline;
    private @Nullable SagaAction sagaAction;
    private @Nullable String saga;
    private @Nullable RunAt runAt;
    private @Nullable Long timeoutMs;
    private boolean dryRun;
    private @Nullable String targetId = "4711";
    private @Nullable String expectedVersion;
    private @Nullable String recipientId = "resident-1";
    private @Nullable String artifactId;
    private @Nullable String artifactVersion;
    private @Nullable String approvalId;
    private @Nullable AgentIdentity identity;

    private CommandBuilder(@Nullable String tool, @Nullable String definition, Instant createdAt) {
        this.tool = tool;
        this.definition = definition;
        this.createdAt = createdAt;
    }

    public static CommandBuilder ofTool(String tool, Instant createdAt) {
        return new CommandBuilder(tool, null, createdAt);
    }

    /** A command for a tool, for a definition or, though it must not be, for both or neither. */
    public static CommandBuilder of(@Nullable String tool, @Nullable String definition, Instant createdAt) {
        return new CommandBuilder(tool, definition, createdAt);
    }

    /** A command about an open saga; {@code tool} for the step that is added. */
    public static CommandBuilder open(SagaAction action, String saga, @Nullable String tool, Instant createdAt) {
        CommandBuilder builder = new CommandBuilder(tool, null, createdAt);
        builder.sagaAction = action;
        builder.saga = saga;
        return builder;
    }

    public CommandBuilder runAt(RunAt when) {
        runAt = when;
        return this;
    }

    public CommandBuilder timeoutMs(@Nullable Long milliseconds) {
        timeoutMs = milliseconds;
        return this;
    }

    /** Somebody vouches for the agent. */
    public CommandBuilder identified(String... roles) {
        identity = new AgentIdentity("k1", List.of(roles));
        return this;
    }

    public CommandBuilder dryRun() {
        dryRun = true;
        return this;
    }

    public CommandBuilder deadline(Instant at) {
        deadline = at;
        return this;
    }

    public CommandBuilder id(String id) {
        commandId = id;
        return this;
    }

    public CommandBuilder agent(String id) {
        agent = id;
        return this;
    }

    public CommandBuilder tenant(String tenant) {
        tenantId = tenant;
        return this;
    }

    public CommandBuilder run(String run) {
        runId = run;
        return this;
    }

    public CommandBuilder step(String step) {
        stepId = step;
        return this;
    }

    public CommandBuilder arguments(String json) {
        arguments = json;
        return this;
    }

    public CommandBuilder evidence(List<String> references) {
        evidenceRefs = references;
        return this;
    }

    public CommandBuilder createdAt(Instant at) {
        createdAt = at;
        return this;
    }

    public CommandBuilder artifact(String id, String version) {
        artifactId = id;
        artifactVersion = version;
        return this;
    }

    public CommandBuilder approval(String id) {
        approvalId = id;
        return this;
    }

    public CommandBuilder expects(@Nullable String version) {
        expectedVersion = version;
        return this;
    }

    public CommandBuilder recipient(@Nullable String id) {
        recipientId = id;
        return this;
    }

    public CommandBuilder noTarget() {
        targetId = null;
        return this;
    }

    public Command build() {
        return new Command(
                commandId,
                tenantId,
                runId,
                stepId,
                agent,
                tool,
                definition,
                "case",
                targetId,
                expectedVersion,
                artifactId,
                artifactVersion,
                recipientId,
                approvalId,
                null,
                evidenceRefs,
                arguments,
                dryRun,
                deadline,
                sagaAction,
                saga,
                runAt,
                timeoutMs,
                identity,
                createdAt);
    }
}
