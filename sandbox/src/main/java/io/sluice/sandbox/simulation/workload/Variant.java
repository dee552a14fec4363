package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Command;
import io.sluice.saga.SagaAction;
import org.jspecify.annotations.Nullable;

/** Commands that are like others but for something. */
final class Variant {

    private Variant() {}

    /** Asks what would come of it. */
    static Command dry(Command command, String id, String stepId, String arguments) {
        return of(command, id, stepId, arguments, true, command.sagaAction(), command.tool());
    }

    /** Another message, with as much the same as is given. */
    static Command of(Command command, String id, String stepId, String arguments) {
        return of(command, id, stepId, arguments, command.dryRun(), command.sagaAction(), command.tool());
    }

    /** Does something else with the open saga that the command is about. */
    static Command of(Command command, String id, SagaAction action) {
        return of(command, id, id, "{}", false, action, null);
    }

    private static Command of(
            Command command,
            String id,
            String stepId,
            String arguments,
            boolean dryRun,
            @Nullable SagaAction action,
            @Nullable String tool) {
        boolean begins = action == SagaAction.BEGIN;
        return new Command(
                id,
                command.tenantId(),
                command.runId(),
                stepId,
                command.agentId(),
                tool,
                command.definition(),
                command.targetType(),
                command.targetId(),
                command.expectedVersion(),
                command.artifactId(),
                command.artifactVersion(),
                command.recipientId(),
                command.approvalId(),
                command.rationale(),
                command.evidenceRefs(),
                arguments,
                dryRun,
                command.deadline(),
                action,
                command.saga(),
                begins ? command.runAt() : null,
                begins ? command.timeoutMs() : null,
                command.identity(),
                command.createdAt());
    }
}
