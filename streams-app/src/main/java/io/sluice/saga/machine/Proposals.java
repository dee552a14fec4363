package io.sluice.saga.machine;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.Reversibility;
import io.sluice.idempotency.Keys;
import io.sluice.saga.Command;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Limits;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.ToolRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a command on: dedup, checks, plan, and the first policy decision for each step. */
final class Proposals {

    private Proposals() {}

    static Decision decide(@Nullable Saga saga, Command command, String hash, Context context) {
        Draft draft = new Draft(saga, context);
        if (saga != null) {
            if (!saga.commandHash().equals(hash)) {
                return new Decision.Rejected(
                        Reason.PAYLOAD_MISMATCH,
                        "command '" + saga.command().commandId() + "' has the same key but another payload; "
                                + "give a new act a step_id of its own");
            }
            draft.add(new SagaEvent.CommandDuplicated(command.commandId()));
            return draft.accepted();
        }
        Optional<Decision.Rejected> problem = problem(command, context);
        return problem.isPresent() ? problem.get() : begin(draft, command, hash);
    }

    /** Plans a deferred saga once a catalog is here; refuses it when the catalog does not know what it asks for. */
    static void planDeferred(Draft draft) {
        Saga deferred = draft.saga();
        Planned plan = Admission.refusal(deferred.command(), draft.context().catalog())
                .map(Proposals::refused)
                .orElseGet(() -> plan(deferred.command(), draft.context()));
        if (plan.problem() != null) {
            draft.add(new SagaEvent.SagaEnded(SagaStatus.FAILED, plan.problem().reason(), null));
        } else {
            Instant planned = deadline(deferred.command(), plan.timeout(), draft.context());
            Instant deadline = planned.isBefore(deferred.deadline()) ? planned : deferred.deadline();
            start(draft, deferred.command(), deferred.commandHash(), deadline, plan);
            run(draft);
        }
    }

    private static Decision begin(Draft draft, Command command, String hash) {
        Context context = draft.context();
        if (context.catalog().isEmpty()) {
            Instant deadline = deadline(command, null, context);
            draft.add(new SagaEvent.CommandDeferred(SagaIds.of(command), command, hash, deadline));
            return draft.accepted();
        }
        Optional<Decision.Rejected> refusal = outline(draft, command, hash);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        run(draft);
        return draft.accepted();
    }

    /** Plans a saga for a catalog that is here, and asks for no permission yet; or says why there is none. */
    static Optional<Decision.Rejected> outline(Draft draft, Command command, String hash) {
        Context context = draft.context();
        Planned plan = plan(command, context);
        if (plan.problem() != null) {
            return Optional.of(plan.problem());
        }
        Optional<Decision.Rejected> overload = overload(plan.providers(), command.tenantId(), context);
        if (overload.isEmpty()) {
            start(draft, command, hash, deadline(command, plan.timeout(), context), plan);
        }
        return overload;
    }

    private static void start(Draft draft, Command command, String hash, Instant deadline, Planned plan) {
        draft.add(new SagaEvent.SagaStarted(
                SagaIds.of(command), command, hash, plan.definitionVersion(), plan.steps(), deadline));
    }

    /** Nothing is decided about a target before it is known whether the command still fits it. */
    private static void run(Draft draft) {
        if (!VersionAsks.askFirst(draft)) {
            Permission.proposeAll(draft);
        }
        Advance.run(draft);
    }

    /** Why the command cannot be taken now, whatever it asks for. */
    static Optional<Decision.Rejected> problem(Command command, Context context) {
        Limits limits = context.limits();
        Instant deadline = command.deadline();
        if (command.createdAt().isBefore(context.now().minus(limits.dedupWindow()))) {
            return rejected(
                    Reason.TOO_OLD,
                    "created at " + command.createdAt() + ", before the dedup window of " + limits.dedupWindow()
                            + "; propose it anew if it is still wanted");
        }
        if (command.createdAt().isAfter(context.now().plus(limits.commandSkew()))) {
            return rejected(
                    Reason.CREATED_IN_FUTURE,
                    "created at " + command.createdAt() + ", which has not come yet; set the sender's clock");
        }
        if (deadline != null && !deadline.isAfter(context.now())) {
            return rejected(Reason.DEADLINE_PASSED, "its deadline " + deadline + " had passed when it came in");
        }
        return Optional.empty();
    }

    /** What cannot be taken on soon is refused at once, so that the proposer knows and the queue stays bounded. */
    static Optional<Decision.Rejected> overload(Set<String> providers, String tenantId, Context context) {
        return providers.stream()
                .filter(provider -> context.places().isFull(provider, tenantId))
                .findFirst()
                .flatMap(provider -> rejected(
                        Reason.OVERLOADED,
                        "too much of tenant '" + tenantId + "' waits for provider '" + provider
                                + "'; send the command again after "
                                + context.now().plus(context.limits().overloadedRetry())));
    }

    private static Optional<Decision.Rejected> rejected(String reason, String detail) {
        return Optional.of(new Decision.Rejected(reason, detail));
    }

    private static Instant deadline(Command command, @Nullable Duration timeout, Context context) {
        Instant ours = context.now().plus(timeout == null ? context.limits().sagaTimeout() : timeout);
        Instant theirs = command.deadline();
        return theirs != null && theirs.isBefore(ours) ? theirs : ours;
    }

    private record Planned(
            List<SagaEvent.PlannedStep> steps,
            Set<String> providers,
            @Nullable String definitionVersion,
            @Nullable Duration timeout,
            Decision.@Nullable Rejected problem) {}

    private static Planned plan(Command command, Context context) {
        return command.tool() != null
                ? planTool(command, command.tool(), context)
                : planDefinition(command, String.valueOf(command.definition()), context);
    }

    private static Planned planTool(Command command, String tool, Context context) {
        return context.catalog()
                .tool(tool)
                .map(contract -> {
                    Optional<Decision.Rejected> refusal = Admission.refusal(command, contract, context.catalog());
                    if (refusal.isPresent()) {
                        return refused(refusal.get());
                    }
                    String key = Keys.ofTool(command.tenantId(), command.runId(), command.stepId(), tool);
                    return new Planned(
                            List.of(planned(command, tool, contract.reversibility(), contract, key, context)),
                            Set.of(contract.provider()),
                            null,
                            null,
                            null);
                })
                .orElseGet(() -> refused(
                        Reason.UNKNOWN_TOOL,
                        "the catalog has no tool '" + tool
                                + "'; apply a catalog that declares it, or correct the name"));
    }

    private static Planned planDefinition(Command command, String name, Context context) {
        Catalog catalog = context.catalog();
        Optional<SagaDefinition> found = catalog.definition(name);
        if (found.isEmpty()) {
            return refused(
                    Reason.UNKNOWN_DEFINITION,
                    "the catalog has no saga definition '" + name
                            + "'; apply a catalog that declares it, or correct the name");
        }
        SagaDefinition definition = found.get();
        Optional<Decision.Rejected> refusal = Admission.refusal(command, definition, catalog);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        List<SagaEvent.PlannedStep> steps = new ArrayList<>();
        Set<String> providers = new LinkedHashSet<>();
        for (SagaDefinition.StepDefinition step : definition.steps()) {
            Optional<ToolContract> contract = catalog.tool(step.tool());
            if (contract.isEmpty()) {
                return refused(
                        Reason.UNKNOWN_TOOL,
                        "step '" + step.name() + "' of '" + name + "' uses tool '" + step.tool()
                                + "', which the catalog does not have");
            }
            String key =
                    Keys.ofStep(command.tenantId(), command.runId(), command.stepId(), name, step.name(), step.tool());
            Reversibility reversibility = definition.reversibility(step, contract.get());
            steps.add(planned(command, step.name(), reversibility, contract.get(), key, context));
            providers.add(contract.get().provider());
        }
        Instant deadline = deadline(command, definition.timeout(), context);
        return Turns.problem(definition, command, context.now(), deadline)
                .map(problem -> refused(Reason.INVALID_COMMAND, problem))
                .orElseGet(() -> new Planned(steps, providers, definition.version(), definition.timeout(), null));
    }

    private static Planned refused(String reason, String detail) {
        return refused(new Decision.Rejected(reason, detail));
    }

    private static Planned refused(Decision.Rejected refusal) {
        return new Planned(List.of(), Set.of(), null, null, refusal);
    }

    private static SagaEvent.PlannedStep planned(
            Command command,
            String step,
            Reversibility reversibility,
            ToolContract contract,
            String key,
            Context context) {
        return new SagaEvent.PlannedStep(
                step,
                command.agentId(),
                reversibility,
                ToolRef.of(contract),
                ToolRef.ofCompensation(contract, context.catalog()),
                SagaIds.ofEffect(command, step),
                key);
    }
}
