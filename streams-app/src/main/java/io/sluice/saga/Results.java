package io.sluice.saga;

import io.sluice.effect.EffectStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a proposer is told, made from the state of its saga. */
public final class Results {

    private static final String REJECTED = "rejected";
    private static final String DRY_RUN = "dry_run";

    private Results() {}

    /** The result of the command that began {@code saga}. */
    public static CommandResult of(Saga saga, Instant at) {
        Map<String, String> references = new LinkedHashMap<>();
        for (Step step : saga.steps()) {
            Confirmation confirmation = step.forward().confirmation();
            if (confirmation != null && confirmation.externalRef() != null) {
                references.put(step.name(), confirmation.externalRef());
            }
        }
        return new CommandResult(
                saga.command().commandId(),
                saga.tenantId(),
                saga.sagaId(),
                saga.status().name().toLowerCase(Locale.ROOT),
                saga.reason(),
                stepsWith(saga, EffectStatus.COMMITTED),
                stepsWith(saga, EffectStatus.COMPENSATED),
                saga.failedStep(),
                error(saga),
                references,
                pendingApprovals(saga),
                duplicateOf(saga),
                saga.escalated(),
                null,
                at);
    }

    /** The prior result, told to a command that was a duplicate. */
    public static CommandResult duplicate(Saga saga, SagaEvent.CommandDuplicated duplicated, Instant at) {
        String commandId = duplicated.commandId();
        CommandResult told = saga.result();
        CommandResult ofBegin = told != null ? told : of(saga, at);
        CommandResult prior = duplicated.original() == null ? ofBegin : ofBegin.toldTo(duplicated.original());
        boolean sameMessage = commandId.equals(prior.commandId());
        return new CommandResult(
                commandId,
                prior.tenantId(),
                prior.sagaId(),
                prior.state(),
                prior.reason(),
                prior.completedSteps(),
                prior.compensatedSteps(),
                prior.failedStep(),
                prior.error(),
                prior.externalRefs(),
                prior.pendingApprovals(),
                sameMessage ? prior.duplicateOf() : prior.commandId(),
                prior.escalated(),
                null,
                at);
    }

    /** The result of a command that was refused. */
    public static CommandResult rejected(
            Command command, @Nullable String sagaId, Decision.Rejected rejection, Instant at) {
        return rejected(command.commandId(), command.tenantId(), sagaId, rejection.reason(), rejection.detail(), at);
    }

    /** The result of a command that was refused. */
    public static CommandResult rejected(
            String commandId, String tenantId, @Nullable String sagaId, String reason, String detail, Instant at) {
        return withoutSaga(commandId, tenantId, sagaId, REJECTED, reason, detail, null, at);
    }

    /** The answer to a dry run. */
    public static CommandResult dryRun(String tenantId, String sagaId, SagaEvent.DryRunAnswered answered, Instant at) {
        Plan plan = answered.plan();
        return withoutSaga(
                answered.commandId(),
                tenantId,
                sagaId,
                DRY_RUN,
                plan.reason(),
                plan.reason() == null ? null : plan.detail(),
                plan,
                at);
    }

    /** Whether the result tells of something that was done or begun. */
    public static boolean isOfSaga(CommandResult result) {
        return !result.state().equals(REJECTED) && !result.state().equals(DRY_RUN);
    }

    private static CommandResult withoutSaga(
            String commandId,
            String tenantId,
            @Nullable String sagaId,
            String state,
            @Nullable String reason,
            @Nullable String error,
            @Nullable Plan plan,
            Instant at) {
        return new CommandResult(
                commandId, tenantId, sagaId, state, reason, List.of(), List.of(), null, error, Map.of(), List.of(),
                null, false, plan, at);
    }

    private static List<String> stepsWith(Saga saga, EffectStatus status) {
        return saga.steps().stream()
                .filter(step -> step.forward().status() == status)
                .map(Step::name)
                .toList();
    }

    /** The command that has done the same business act, where that is why the saga did not. */
    private static @Nullable String duplicateOf(Saga saga) {
        return saga.effects()
                .filter(effect -> Reason.DUPLICATE.equals(effect.reason()))
                .flatMap(effect -> Stream.ofNullable(effect.duplicateOf()))
                .findFirst()
                .orElse(null);
    }

    private static List<String> pendingApprovals(Saga saga) {
        return saga.effects()
                .filter(effect -> effect.status() == EffectStatus.APPROVAL_REQUIRED)
                .flatMap(effect -> Stream.ofNullable(effect.approval()))
                .map(Approval::approvalId)
                .toList();
    }

    private static @Nullable String error(Saga saga) {
        String failed = saga.failedStep();
        if (failed == null && saga.open() != null && Reason.TIMED_OUT.equals(saga.reason())) {
            return "nobody committed the saga by " + saga.deadline() + "; what ran is undone";
        }
        return failed == null
                ? null
                : saga.step(failed)
                        .map(step -> "step '" + failed + "' did not go through: "
                                + (step.forward().reason() == null
                                        ? saga.reason()
                                        : step.forward().reason())
                                + versions(step.forward()))
                        .orElse(null);
    }

    private static String versions(Effect effect) {
        TargetCheck target = effect.target();
        if (target == null || !Reason.STALE.equals(effect.reason())) {
            return "";
        }
        return " (made for version " + target.expected() + " of its target, which is at " + target.known() + ")";
    }
}
