package io.sluice.saga.machine;

import io.sluice.claim.TargetVersion;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Plan;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what a command would lead to: decides as for the command in earnest, and keeps nothing of it but the answer. */
final class DryRuns {

    private DryRuns() {}

    /** @param target what the owner of its target last said; null where nobody has said anything */
    static Decision decide(@Nullable Saga saga, Command command, @Nullable TargetVersion target, Context context) {
        if (saga != null && saga.isToldTo(command.commandId())) {
            return new Decision.Rejected(
                    Reason.INVALID_COMMAND,
                    "command_id '" + command.commandId()
                            + "' is that of a command that was taken; give the dry run one of its own");
        }
        return new Decision.Accepted(List.of(new SagaEvent.DryRunAnswered(
                command.commandId(),
                command.agentId(),
                plan(saga, command.inEarnest(), target == null ? null : target.version(), context))));
    }

    private static Plan plan(@Nullable Saga saga, Command command, @Nullable String version, Context context) {
        return switch (decideInEarnest(saga, command, version, context)) {
            case Decision.Rejected rejected -> Plan.refused(rejected.reason(), rejected.detail());
            case Decision.Accepted accepted -> plan(saga, command, accepted.events(), version, context);
        };
    }

    private static Decision decideInEarnest(
            @Nullable Saga saga, Command command, @Nullable String version, Context context) {
        String hash = CommandJson.hash(command);
        if (command.sagaAction() != null) {
            return OpenSagas.decide(saga, command, hash, context);
        }
        return saga == null ? propose(command, hash, version, context) : Proposals.decide(saga, command, hash, context);
    }

    /** As far as the first effect, and beyond what is refused, so that one answer tells everything. */
    private static Decision propose(Command command, String hash, @Nullable String version, Context context) {
        Draft draft = new Draft(null, context);
        if (context.catalog().isEmpty()) {
            return new Decision.Rejected(
                    Reason.CATALOG_MISSING, "no catalog is in force yet: in earnest the command would wait for one");
        }
        Optional<Decision.Rejected> refusal =
                Proposals.problem(command, context).or(() -> Proposals.outline(draft, command, hash));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        decideSteps(draft, command, version);
        return draft.accepted();
    }

    /** What is not decided yet of the command's steps, because the version of their target was to be asked for. */
    private static void decideSteps(Draft draft, Command command, @Nullable String version) {
        TargetVersions.assume(draft, command, version);
        for (Step step : draft.saga().steps()) {
            boolean isToDecide = step.forward().status() == EffectStatus.PROPOSED
                    && !step.forward().isPassedOver()
                    && draft.saga().commandOf(step).equals(command);
            if (isToDecide) {
                Permission.propose(draft, EffectRef.forward(step.name()));
            }
        }
    }

    private static Plan plan(
            @Nullable Saga saga, Command command, List<SagaEvent> events, @Nullable String version, Context context) {
        Draft draft = new Draft(saga, context);
        for (SagaEvent event : events) {
            if (event instanceof SagaEvent.CommandDuplicated duplicated) {
                String original = duplicated.original();
                return Plan.duplicateOf(
                        original != null ? original : draft.saga().command().commandId());
            }
            draft.add(event);
        }
        decideSteps(draft, command, version);
        PlanSteps steps = new PlanSteps(draft);
        return whole(
                draft.saga(),
                draft.saga().steps().stream()
                        .filter(step ->
                                command.sagaAction() == null || step.name().equals(command.stepId()))
                        .map(steps::describe)
                        .toList());
    }

    private static Plan whole(Saga saga, List<Plan.PlanStep> steps) {
        Optional<Plan.PlanStep> refused =
                steps.stream().filter(step -> step.refusal() != null).findFirst();
        boolean waits = steps.stream()
                .map(Plan.PlanStep::approval)
                .anyMatch(approval -> approval != null && approval.upFront());
        Plan.Outlook outlook = waits ? Plan.Outlook.WAIT_FOR_APPROVAL : Plan.Outlook.START;
        return new Plan(
                refused.isPresent() ? Plan.Outlook.BE_REFUSED : outlook,
                refused.map(Plan.PlanStep::refusal).orElse(null),
                refused.map(step -> "step '" + step.name() + "': " + step.refusalDetail())
                        .orElse(null),
                null,
                saga.definitionVersion(),
                saga.deadline(),
                steps);
    }
}
