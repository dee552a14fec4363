package io.sluice.sandbox.simulation.coverage;

import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Outcome;
import io.sluice.partition.Machine;
import io.sluice.saga.Approval;
import io.sluice.saga.Attempt;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Input;
import io.sluice.saga.Operation;
import io.sluice.saga.Output;
import io.sluice.saga.Resolution;
import io.sluice.saga.Retry;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts what the machine is asked: how often each input met a saga, and an effect, in each state. Used by one thread. */
public final class Transitions {

    private final Map<SagaState, Map<SagaInput, Long>> ofSagas = new EnumMap<>(SagaState.class);
    private final Map<EffectStatus, Map<EffectInput, Long>> ofEffects = new EnumMap<>(EffectStatus.class);

    /** The same machine, which counts what it is asked. */
    public Machine counting(Machine machine) {
        return new Machine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                count(saga, input, context.now());
                return machine.decide(saga, input, context);
            }

            @Override
            public @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
                return machine.evolve(saga, event, at);
            }

            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                return machine.react(saga, event, context);
            }
        };
    }

    /** Adds what others have counted. */
    public void add(Transitions others) {
        others.ofSagas.forEach((state, row) -> row.forEach((input, times) -> count(state, input, times)));
        others.ofEffects.forEach((status, row) -> row.forEach((input, times) -> count(status, input, times)));
    }

    long times(SagaState state, SagaInput input) {
        return ofSagas.getOrDefault(state, Map.of()).getOrDefault(input, 0L);
    }

    long times(EffectStatus status, EffectInput input) {
        return ofEffects.getOrDefault(status, Map.of()).getOrDefault(input, 0L);
    }

    private void count(SagaState state, SagaInput input, long times) {
        ofSagas.computeIfAbsent(state, row -> new EnumMap<>(SagaInput.class)).merge(input, times, Long::sum);
    }

    private void count(EffectStatus status, EffectInput input, long times) {
        ofEffects
                .computeIfAbsent(status, row -> new EnumMap<>(EffectInput.class))
                .merge(input, times, Long::sum);
    }

    private void count(@Nullable Saga saga, Input input, Instant now) {
        count(SagaState.of(saga), SagaInput.of(input), 1);
        if (saga == null) {
            return;
        }
        switch (input) {
            case Input.Answer answer -> answered(saga, answer.outcome());
            case Input.Doubt doubt -> attempted(saga, doubt.intentId(), EffectInput.DOUBT);
            case Input.NotFired notFired -> attempted(saga, notFired.intentId(), EffectInput.SURELY_NOT_FIRED);
            case Input.PlaceFreed freed -> effect(saga.effect(freed.effect()), EffectInput.PLACE_FREED);
            case Input.Review review -> reviewed(saga, review.decision());
            case Input.Operate operate -> operated(saga, operate.operation());
            case Input.Due due -> due(saga, now);
            case Input.ClaimAnswered answered -> {}
            case Input.Propose propose -> {}
        }
    }

    private void answered(Saga saga, Outcome outcome) {
        Effect effect = effectOf(saga, outcome.intentId());
        if (effect != null) {
            Attempt open = effect.progress().open();
            boolean isLate = open == null || !open.intentId().equals(outcome.intentId());
            boolean isLookup = outcome.intentId().endsWith("L");
            effect(
                    effect,
                    isLookup
                            ? EffectInput.ofLookup(outcome.result(), isLate)
                            : EffectInput.ofCall(outcome.result(), isLate));
        }
    }

    private void attempted(Saga saga, String intentId, EffectInput input) {
        effect(effectOf(saga, intentId), input);
    }

    private void reviewed(Saga saga, ReviewerDecision decision) {
        saga.effects()
                .filter(effect -> isAbout(effect.approval(), decision))
                .findFirst()
                .ifPresent(effect -> effect(
                        effect,
                        switch (decision.verdict()) {
                            case GRANT -> EffectInput.GRANT;
                            case REJECT -> EffectInput.REJECTION;
                            case WITHDRAW -> EffectInput.WITHDRAWAL;
                        }));
    }

    private static boolean isAbout(@Nullable Approval approval, ReviewerDecision decision) {
        return approval != null && approval.approvalId().equals(decision.approvalId());
    }

    private void operated(Saga saga, Operation operation) {
        EffectRef ref = operation.effect();
        if (ref == null) {
            return;
        }
        switch (operation.kind()) {
            case RESOLVE ->
                effect(
                        saga.effect(ref),
                        operation.resolution() == Resolution.COMMITTED
                                ? EffectInput.RESOLVED_COMMITTED
                                : EffectInput.RESOLVED_NOT_COMMITTED);
            case RETRY -> effect(saga.effect(ref), EffectInput.RETRIED);
            case SKIP -> effect(saga.effect(ref), EffectInput.SKIPPED);
            case COMPENSATE ->
                effect(saga.step(ref.step()).map(Step::forward).orElse(null), EffectInput.COMPENSATION_ASKED);
            case CANCEL, ROLL_BACK, REPLAY, SET_VERSION, SHOW_VERSION, UNRECOGNISED -> {}
        }
    }

    private void due(Saga saga, Instant now) {
        saga.effects().forEach(effect -> {
            Attempt open = effect.progress().open();
            Retry retry = effect.progress().retry();
            Approval approval = effect.approval();
            if (open != null && !open.settledAt().isAfter(now)) {
                effect(effect, EffectInput.ATTEMPT_EXPIRES);
            }
            if (retry != null && !retry.dueAt().isAfter(now)) {
                effect(effect, EffectInput.RETRY_DUE);
            }
            if (approval != null && !approval.expiresAt().isAfter(now)) {
                effect(effect, EffectInput.APPROVAL_EXPIRES);
            }
        });
    }

    private void effect(@Nullable Effect effect, EffectInput input) {
        if (effect != null) {
            count(effect.status(), input, 1);
        }
    }

    private static @Nullable Effect effectOf(Saga saga, String intentId) {
        String sideEffect = intentId.substring(0, intentId.lastIndexOf('#'));
        return saga.effects()
                .filter(effect -> effect.sideEffectId().equals(sideEffect))
                .findFirst()
                .orElse(null);
    }
}
