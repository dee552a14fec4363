package io.sluice.saga;

import io.sluice.identity.AgentIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an agent proposes. Everything in it is untrusted.
 *
 * @param commandId the message's own id; a redelivery carries the same one
 * @param tool the tool to use for a saga of one step; null where {@code definition} is given
 * @param definition the saga definition to run; null where {@code tool} is given
 * @param arguments a JSON object as text
 * @param evidenceRefs where the agent found its reasons
 * @param deadline when the saga must have ended; null for the definition's own timeout
 * @param sagaAction what is asked of an open saga; null for a command that is a saga of its own
 * @param saga the open saga's name, given at its begin and unique within the tenant; null without {@code sagaAction}
 * @param runAt for a begin, when its steps run; null for {@link RunAt#NOW}
 * @param timeoutMs for a begin, how long the saga waits for its commit, in milliseconds; null for the default
 * @param identity who vouches for the agent, which Sluice alone says; null for nobody
 * @param createdAt when the command was made; older than the dedup window is refused
 */
public record Command(
        String commandId,
        String tenantId,
        String runId,
        String stepId,
        String agentId,
        @Nullable String tool,
        @Nullable String definition,
        @Nullable String targetType,
        @Nullable String targetId,
        @Nullable String expectedVersion,
        @Nullable String artifactId,
        @Nullable String artifactVersion,
        @Nullable String recipientId,
        @Nullable String approvalId,
        @Nullable String rationale,
        List<String> evidenceRefs,
        String arguments,
        boolean dryRun,
        @Nullable Instant deadline,
        @Nullable SagaAction sagaAction,
        @Nullable String saga,
        @Nullable RunAt runAt,
        @Nullable Long timeoutMs,
        @Nullable AgentIdentity identity,
        Instant createdAt) {

    /** A command that is a saga of its own. */
    public Command(
            String commandId,
            String tenantId,
            String runId,
            String stepId,
            String agentId,
            @Nullable String tool,
            @Nullable String definition,
            @Nullable String targetType,
            @Nullable String targetId,
            @Nullable String expectedVersion,
            @Nullable String artifactId,
            @Nullable String artifactVersion,
            @Nullable String recipientId,
            @Nullable String approvalId,
            @Nullable String rationale,
            List<String> evidenceRefs,
            String arguments,
            boolean dryRun,
            @Nullable Instant deadline,
            Instant createdAt) {
        this(
                commandId,
                tenantId,
                runId,
                stepId,
                agentId,
                tool,
                definition,
                targetType,
                targetId,
                expectedVersion,
                artifactId,
                artifactVersion,
                recipientId,
                approvalId,
                rationale,
                evidenceRefs,
                arguments,
                dryRun,
                deadline,
                null,
                null,
                null,
                null,
                null,
                createdAt);
    }

    /** The same, not as a dry run. */
    public Command inEarnest() {
        return with(false, identity);
    }

    /** The same, with what Sluice has found out about its agent. */
    public Command identified(@Nullable AgentIdentity proven) {
        return with(dryRun, proven);
    }

    private Command with(boolean dry, @Nullable AgentIdentity proven) {
        return new Command(
                commandId,
                tenantId,
                runId,
                stepId,
                agentId,
                tool,
                definition,
                targetType,
                targetId,
                expectedVersion,
                artifactId,
                artifactVersion,
                recipientId,
                approvalId,
                rationale,
                evidenceRefs,
                arguments,
                dry,
                deadline,
                sagaAction,
                saga,
                runAt,
                timeoutMs,
                proven,
                createdAt);
    }

    /** The name of what is proposed: the tool, or the saga definition. */
    public String proposed() {
        return tool != null ? tool : String.valueOf(definition);
    }

    /** Whether both act upon the same thing. */
    public boolean isOnTargetOf(Command other) {
        return Objects.equals(targetId, other.targetId) && Objects.equals(targetType, other.targetType);
    }
}
