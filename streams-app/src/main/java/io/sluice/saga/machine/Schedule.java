package io.sluice.saga.machine;

import io.sluice.effect.EffectStatus;
import io.sluice.saga.Approval;
import io.sluice.saga.Attempt;
import io.sluice.saga.Claim;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Input;
import io.sluice.saga.Retry;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When a saga next needs to be looked at, though nothing else happens to it. One timer a saga, derived from its state. */
public final class Schedule {

    private Schedule() {}

    /** The earliest time at which {@link Input.Due} may change {@code saga}; empty when none will. */
    public static Optional<Instant> nextDue(Saga saga) {
        if (saga.status().isEnded() || saga.quarantine() != null) {
            return Optional.empty();
        }
        Stream<Instant> ofEffects =
                saga.steps().stream().flatMap(step -> Stream.concat(forward(saga, step), compensation(step)));
        Stream<Instant> ofClaims = saga.claims().stream().map(Claim::askAt);
        Stream<Instant> ofSaga = deadlineMatters(saga) ? Stream.of(saga.deadline()) : Stream.empty();
        return Stream.of(ofEffects, ofClaims, ofStep(saga), ofSaga)
                .flatMap(times -> times)
                .min(Instant::compareTo);
    }

    /** Whether the deadline still has something to end: a rollback is bounded by its own retries and escalations. */
    static boolean deadlineMatters(Saga saga) {
        return switch (saga.status()) {
            case PENDING -> true;
            case ACTIVE -> !(saga.escalated() && Pivot.isPassed(saga));
            case COMPENSATING, COMMITTED, ROLLED_BACK, FAILED -> false;
        };
    }

    private static Stream<Instant> ofStep(Saga saga) {
        return saga.status() != SagaStatus.ACTIVE
                ? Stream.empty()
                : saga.steps().stream()
                        .filter(Advance::isToDo)
                        .limit(1)
                        .filter(step -> step.forward().status() != EffectStatus.FAILED && Turns.canEnd(step))
                        .flatMap(step -> Stream.ofNullable(step.deadline()));
    }

    /** An attempt that is due and waits for the claim ledger is due again when that answers. */
    private static Stream<Instant> forward(Saga saga, Step step) {
        return dueTimes(step.forward(), saga.awaitsClaim(EffectRef.forward(step.name())));
    }

    private static Stream<Instant> compensation(Step step) {
        Effect undo = step.compensation();
        return undo == null ? Stream.empty() : dueTimes(undo, false);
    }

    private static Stream<Instant> dueTimes(Effect effect, boolean awaitsClaim) {
        Approval approval = effect.approval();
        Attempt open = effect.progress().open();
        Retry retry = effect.progress().retry();
        Stream<Instant> expiry = effect.status() == EffectStatus.APPROVAL_REQUIRED && approval != null
                ? Stream.of(approval.expiresAt())
                : Stream.empty();
        Stream<Instant> attempt = open == null ? Stream.empty() : Stream.of(open.settledAt());
        Stream<Instant> next = retry == null || awaitsClaim ? Stream.empty() : Stream.of(retry.dueAt());
        return Stream.of(expiry, attempt, next).flatMap(times -> times);
    }
}
