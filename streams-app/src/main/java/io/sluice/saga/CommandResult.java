package io.sluice.saga;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the proposer is told.
 *
 * @param state the saga's status, {@code rejected}, or {@code dry_run}
 * @param externalRefs the providers' references, by step
 * @param duplicateOf the command id whose result this is, where the command was a duplicate
 * @param plan the answer to a dry run; null otherwise
 */
public record CommandResult(
        String commandId,
        String tenantId,
        @Nullable String sagaId,
        String state,
        @Nullable String reason,
        List<String> completedSteps,
        List<String> compensatedSteps,
        @Nullable String failedStep,
        @Nullable String error,
        Map<String, String> externalRefs,
        List<String> pendingApprovals,
        @Nullable String duplicateOf,
        boolean escalated,
        @Nullable Plan plan,
        Instant updatedAt) {

    /** The same, told to another command of the same saga. */
    public CommandResult toldTo(String otherCommandId) {
        return new CommandResult(
                otherCommandId,
                tenantId,
                sagaId,
                state,
                reason,
                completedSteps,
                compensatedSteps,
                failedStep,
                error,
                externalRefs,
                pendingApprovals,
                duplicateOf,
                escalated,
                plan,
                updatedAt);
    }
}
