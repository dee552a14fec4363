package io.sluice.saga.machine;

import io.sluice.catalog.Reversible;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.Reversibility;
import io.sluice.idempotency.Keys;
import io.sluice.saga.Command;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.EffectRef;
import io.sluice.saga.OpenSaga;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import io.sluice.saga.ToolRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sagas to which an agent adds steps as it goes. What can be undone runs as it is added, in order; what cannot be undone, and
 * all that comes after it, waits for the commit.
 */
final class OpenSagas {

    private OpenSagas() {}

    static Decision decide(@Nullable Saga saga, Command command, String hash, Context context) {
        if (command.sagaAction() == SagaAction.BEGIN) {
            return begin(saga, command, hash, context);
        }
        if (saga == null) {
            return rejected(Reason.UNKNOWN_SAGA, "there is no open saga '" + command.saga() + "': begin it first");
        }
        if (!command.agentId().equals(saga.command().agentId())) {
            return rejected(
                    Reason.NOT_GRANTED,
                    "open saga '" + command.saga() + "' was begun by another agent than '" + command.agentId()
                            + "', and is its own: begin another one");
        }
        Draft draft = new Draft(saga, context);
        Optional<Decision> prior = prior(draft, command, hash);
        if (prior.isPresent()) {
            return prior.get();
        }
        Optional<Decision.Rejected> problem = closed(saga, context).or(() -> Proposals.problem(command, context));
        if (problem.isPresent()) {
            return problem.get();
        }
        return switch (command.sagaAction()) {
            case ADD_STEP -> add(draft, command, hash);
            case COMMIT -> commit(draft, command);
            case ROLL_BACK -> rollBack(draft, command);
            case BEGIN, UNRECOGNISED -> throw new IllegalStateException("handled above, or refused by the validation");
            case null -> throw new IllegalStateException("not about an open saga");
        };
    }

    /** What an open saga does of its own accord before its commit. */
    static boolean forward(Draft draft) {
        Saga saga = draft.saga();
        OpenSaga open = saga.open();
        if (open == null) {
            return false;
        }
        Optional<Step> failed = Advance.failed(saga);
        if (failed.isPresent()) {
            return Advance.failed(draft, failed.get());
        }
        if (open.runAt() == RunAt.COMMIT || isPast(saga, draft.now())) {
            return false;
        }
        return saga.steps().stream()
                .filter(Advance::isToDo)
                .findFirst()
                .filter(OpenSagas::runsAtOnce)
                .map(step -> Advance.move(draft, EffectRef.forward(step.name())))
                .orElse(false);
    }

    private static boolean runsAtOnce(Step step) {
        return step.forward().tool().effectType().isPure() || step.reversibility() == Reversibility.COMPENSABLE;
    }

    private static Decision begin(@Nullable Saga saga, Command command, String hash, Context context) {
        Draft draft = new Draft(saga, context);
        if (saga != null) {
            return repeated(draft, command, saga.commandHash(), hash, null);
        }
        Optional<Decision.Rejected> problem = Proposals.problem(command, context);
        if (problem.isPresent()) {
            return problem.get();
        }
        Long asked = command.timeoutMs();
        Duration timeout = asked == null ? context.limits().openSagaTimeout() : Duration.ofMillis(asked);
        if (timeout.compareTo(context.limits().openSagaMaxTimeout()) > 0) {
            return rejected(
                    Reason.INVALID_COMMAND,
                    "timeout_ms is " + timeout.toMillis() + "; at most "
                            + context.limits().openSagaMaxTimeout().toMillis() + " may be asked for");
        }
        RunAt runAt = command.runAt();
        draft.add(new SagaEvent.SagaOpened(
                SagaIds.of(command),
                command,
                hash,
                runAt == null ? RunAt.NOW : runAt,
                timeout.toMillis(),
                earlier(context.now().plus(timeout), command.deadline())));
        return draft.accepted();
    }

    /** The answer to a command that was taken before, or whose place another one has. */
    private static Optional<Decision> prior(Draft draft, Command command, String hash) {
        if (command.sagaAction() == SagaAction.ADD_STEP) {
            return draft.saga()
                    .step(command.stepId())
                    .map(Step::added)
                    .map(added -> repeated(
                            draft,
                            command,
                            added.commandHash(),
                            hash,
                            added.command().commandId()));
        }
        OpenSaga open = draft.saga().open();
        if (open == null || open.closing() != command.sagaAction()) {
            return Optional.empty();
        }
        draft.add(new SagaEvent.CommandDuplicated(command.commandId(), open.closedBy()));
        return Optional.of(draft.accepted());
    }

    private static Decision repeated(
            Draft draft, Command command, String hashBefore, String hash, @Nullable String original) {
        if (!hashBefore.equals(hash)) {
            return rejected(
                    Reason.PAYLOAD_MISMATCH,
                    original == null
                            ? "open saga '" + command.saga() + "' was begun with another payload; give a new one a name"
                                    + " of its own"
                            : "command '" + original + "' added step '" + command.stepId()
                                    + "' with another payload; give a new step a name of its own");
        }
        draft.add(new SagaEvent.CommandDuplicated(command.commandId(), original));
        return draft.accepted();
    }

    /** Why nothing can be asked of the saga any more. */
    private static Optional<Decision.Rejected> closed(Saga saga, Context context) {
        if (saga.quarantine() != null) {
            return Optional.of(rejected(
                    Reason.QUARANTINED,
                    "the machine failed on this saga and leaves it alone until an operator retries it"));
        }
        boolean isTimedOut = Reason.TIMED_OUT.equals(saga.reason());
        if (isTimedOut || (saga.isOpen() && isPast(saga, context.now()))) {
            return Optional.of(rejected(
                    Reason.TIMED_OUT,
                    "nobody committed the saga by " + saga.deadline() + "; what ran is undone: begin a new one"));
        }
        if (saga.isOpen()) {
            return Optional.empty();
        }
        if (saga.status() == SagaStatus.ACTIVE) {
            return Optional.of(
                    rejected(Reason.SAGA_CLOSED, "the saga has been committed; only an operator can still cancel it"));
        }
        String status = saga.status() == SagaStatus.COMPENSATING
                ? "is being undone"
                : "has ended " + saga.status().name().toLowerCase(Locale.ROOT);
        return Optional.of(rejected(
                Reason.SAGA_ENDED,
                "the saga " + status + (saga.reason() == null ? "" : " (" + saga.reason() + ")")
                        + ": begin a new one"));
    }

    private static Decision add(Draft draft, Command command, String hash) {
        Saga saga = draft.saga();
        Context context = draft.context();
        String name = command.stepId();
        String tool = String.valueOf(command.tool());
        if (saga.steps().size() >= SagaDefinition.MAX_STEPS) {
            return rejected(
                    Reason.TOO_MANY_STEPS, "a saga has at most " + SagaDefinition.MAX_STEPS + " steps: commit it");
        }
        if (context.catalog().isEmpty()) {
            return rejected(Reason.CATALOG_MISSING, "no catalog is in force yet; add the step again in a moment");
        }
        Optional<ToolContract> found = context.catalog().tool(tool);
        if (found.isEmpty()) {
            return rejected(
                    Reason.UNKNOWN_TOOL,
                    "the catalog has no tool '" + tool + "'; apply a catalog that declares it, or correct the name");
        }
        ToolContract contract = found.get();
        Optional<Decision.Rejected> notAdmitted = Admission.refusal(command, contract, context.catalog());
        if (notAdmitted.isPresent()) {
            return notAdmitted.get();
        }
        Optional<String> refusal = Reversible.refusal(placed(saga), name, contract);
        if (refusal.isPresent()) {
            return rejected(Reason.NOT_REVERSIBLE_HERE, refusal.get());
        }
        Optional<Decision.Rejected> overload =
                Proposals.overload(Set.of(contract.provider()), command.tenantId(), context);
        if (overload.isPresent()) {
            return overload.get();
        }
        draft.add(new SagaEvent.StepAdded(planned(saga, command, contract, context), command, hash));
        if (!VersionAsks.askFirst(draft, EffectRef.forward(name))) {
            Permission.propose(draft, EffectRef.forward(name));
        }
        Advance.run(draft);
        return draft.accepted();
    }

    private static List<Reversible.Placed> placed(Saga saga) {
        return saga.steps().stream()
                .map(step -> new Reversible.Placed(
                        step.name(), step.reversibility(), step.forward().tool().effectType()))
                .toList();
    }

    private static SagaEvent.PlannedStep planned(Saga saga, Command command, ToolContract contract, Context context) {
        String name = command.stepId();
        return new SagaEvent.PlannedStep(
                name,
                command.agentId(),
                contract.reversibility(),
                ToolRef.of(contract),
                ToolRef.ofCompensation(contract, context.catalog()),
                SagaIds.ofEffect(command, name),
                Keys.ofAddedStep(
                        saga.tenantId(), command.runId(), String.valueOf(command.saga()), name, contract.name()));
    }

    private static Decision commit(Draft draft, Command command) {
        Instant ours = draft.now().plus(draft.limits().sagaTimeout());
        draft.add(new SagaEvent.CommitRequested(
                command.commandId(), earlier(ours, draft.saga().command().deadline())));
        VersionAsks.askAll(draft);
        Advance.run(draft);
        return draft.accepted();
    }

    private static Decision rollBack(Draft draft, Command command) {
        draft.add(new SagaEvent.RollBackRequested(command.commandId()));
        draft.add(new SagaEvent.CompensationStarted(Reason.ROLLED_BACK_BY_AGENT, null));
        Advance.run(draft);
        return draft.accepted();
    }

    private static boolean isPast(Saga saga, Instant now) {
        return !now.isBefore(saga.deadline());
    }

    private static Instant earlier(Instant ours, @Nullable Instant theirs) {
        return theirs != null && theirs.isBefore(ours) ? theirs : ours;
    }

    private static Decision.Rejected rejected(String reason, String detail) {
        return new Decision.Rejected(reason, detail);
    }
}
