package io.sluice.query.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Reversibility;
import io.sluice.identity.AgentIdentity;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Effect;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is to see of one saga.
 *
 * @param definition the saga definition; null for a saga of one tool
 * @param tool the tool of a saga of one step; null for one of a definition
 * @param currentStep the step that is being done or undone; null once the saga has ended
 * @param deadline when it must have ended
 */
public record SagaView(
        String sagaId,
        String tenantId,
        String runId,
        String commandId,
        String stepId,
        String agentId,
        @Nullable String definition,
        @Nullable String definitionVersion,
        @Nullable String tool,
        SagaStatus status,
        @Nullable String reason,
        boolean escalated,
        @Nullable String currentStep,
        @Nullable String failedStep,
        Instant createdAt,
        Instant updatedAt,
        Instant deadline,
        Proposal command,
        List<StepView> steps,
        @Nullable CommandResult result) {

    /**
     * What was proposed, beside the ids above.
     *
     * @param identity who vouches for the agent; null for nobody
     */
    public record Proposal(
            @Nullable AgentIdentity identity,
            @Nullable String targetType,
            @Nullable String targetId,
            @Nullable String expectedVersion,
            @Nullable String artifactId,
            @Nullable String artifactVersion,
            @Nullable String recipientId,
            @Nullable String rationale,
            List<String> evidenceRefs,
            JsonNode arguments,
            Instant createdAt) {

        static Proposal of(Command command) {
            return new Proposal(
                    command.identity(),
                    command.targetType(),
                    command.targetId(),
                    command.expectedVersion(),
                    command.artifactId(),
                    command.artifactVersion(),
                    command.recipientId(),
                    command.rationale(),
                    command.evidenceRefs(),
                    Json.embedded(command.arguments()),
                    command.createdAt());
        }
    }

    /**
     * One step.
     *
     * @param compensationTool the tool that undoes it; null before its first attempt and where there is none
     * @param deadline until when it has to be done; null before it is its turn, and where it has no time limit of its own
     */
    public record StepView(
            String name,
            String agentId,
            Reversibility reversibility,
            EffectStatus status,
            @Nullable String compensationTool,
            EffectView effect,
            @Nullable EffectView compensation,
            @Nullable Instant deadline) {

        static StepView of(Step step) {
            Effect compensation = step.compensation();
            return new StepView(
                    step.name(),
                    step.agentId(),
                    step.reversibility(),
                    step.forward().status(),
                    compensation == null ? null : compensation.tool().name(),
                    EffectView.of(step.forward()),
                    compensation == null ? null : EffectView.of(compensation),
                    step.deadline());
        }
    }

    public static SagaView of(Saga saga) {
        Command command = saga.command();
        return new SagaView(
                saga.sagaId(),
                saga.tenantId(),
                command.runId(),
                command.commandId(),
                command.stepId(),
                command.agentId(),
                command.definition(),
                saga.definitionVersion(),
                command.tool(),
                saga.status(),
                saga.reason(),
                saga.escalated(),
                currentStep(saga),
                saga.failedStep(),
                saga.createdAt(),
                saga.updatedAt(),
                saga.deadline(),
                Proposal.of(command),
                saga.steps().stream().map(StepView::of).toList(),
                saga.result());
    }

    /** Forward the first step that is not committed; in a rollback the last one that is not yet undone. */
    static @Nullable String currentStep(Saga saga) {
        return switch (saga.status()) {
            case PENDING, ACTIVE ->
                saga.steps().stream()
                        .filter(step -> step.forward().status() != EffectStatus.COMMITTED
                                && !step.forward().isPassedOver())
                        .map(Step::name)
                        .findFirst()
                        .orElse(null);
            case COMPENSATING ->
                saga.steps().reversed().stream()
                        .filter(step -> step.forward().status() == EffectStatus.COMMITTED
                                || step.forward().status().isUnresolved())
                        .map(Step::name)
                        .findFirst()
                        .orElse(null);
            case COMMITTED, ROLLED_BACK, FAILED -> null;
        };
    }
}
