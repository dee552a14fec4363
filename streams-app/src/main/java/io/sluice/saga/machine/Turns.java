package io.sluice.saga.machine;

import io.sluice.catalog.Conditions;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.catalog.Scope;
import io.sluice.effect.AttemptKind;
import io.sluice.saga.Command;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A step's turn, as its definition says: whether it runs at all, not before when, and how long it may take. */
final class Turns {

    private Turns() {}

    /**
     * Why a command cannot be taken on: a step would start when the saga must have ended, or at no moment at all. It is
     * told before anything has run, as far as the command alone decides it.
     */
    static Optional<String> problem(SagaDefinition definition, Command command, Instant start, Instant deadline) {
        Scope scope = Rendering.scope(command);
        for (StepDefinition step : definition.steps()) {
            String when = step.when();
            boolean isPassedOver = when != null && Conditions.isAboutTheCommand(when) && !Conditions.holds(when, scope);
            String notBefore = step.notBefore();
            if (notBefore == null || isPassedOver || !Conditions.isAboutTheCommand(notBefore)) {
                continue;
            }
            try {
                Instant from = Conditions.notBefore(notBefore, scope, start);
                if (!from.isBefore(deadline)) {
                    return Optional.of("step '" + step.name() + "' would not start before " + from
                            + ", but the saga must have ended by " + deadline + "; give it an earlier moment");
                }
            } catch (RenderingException e) {
                return Optional.of("step '" + step.name() + "': " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * Passes the step over where the command alone says so: a condition about earlier results is looked at when it is the
     * step's turn.
     */
    static boolean passOverAtOnce(Draft draft, EffectRef ref) throws RenderingException {
        Step step = draft.step(ref.step());
        StepDefinition definition = Rendering.definition(draft, step);
        return definition != null
                && Conditions.isAboutTheCommand(definition.when())
                && passOver(draft, step, definition);
    }

    /** Whether the command alone says that the step is passed over. */
    static boolean isPassedOverAtOnce(Draft draft, Step step) throws RenderingException {
        StepDefinition definition = Rendering.definition(draft, step);
        String when = definition == null ? null : definition.when();
        return when != null
                && Conditions.isAboutTheCommand(when)
                && !Conditions.holds(when, Rendering.scope(draft.saga(), step));
    }

    /**
     * From when on the step may run, as far as that is known before any step has run. Empty where earlier results decide
     * whether or when it does: until then nobody is asked to approve it.
     */
    static Optional<Instant> foreseen(Draft draft, EffectRef ref) throws RenderingException {
        Instant from = draft.now();
        for (Step step : draft.saga().steps()) {
            boolean isMeant = step.name().equals(ref.step());
            StepDefinition definition = Rendering.definition(draft, step);
            if (definition != null && !step.forward().isPassedOver()) {
                if (!Conditions.isAboutTheCommand(definition.notBefore())
                        || (isMeant && !Conditions.isAboutTheCommand(definition.when()))) {
                    return Optional.empty();
                }
                Instant start = notBefore(draft, step, definition);
                from = start.isAfter(from) ? start : from;
            }
            if (isMeant) {
                break;
            }
        }
        return Optional.of(from);
    }

    /** It is the step's turn: records what comes before its first attempt; false when nothing does. */
    static boolean take(Draft draft, Step step) throws RenderingException {
        StepDefinition definition = Rendering.definition(draft, step);
        if (definition == null) {
            return false;
        }
        Progress progress = step.forward().progress();
        boolean isFirst = progress.attempts() == 0 && !progress.isMoving();
        if (isFirst && passOver(draft, step, definition)) {
            return true;
        }
        Instant from = isFirst ? notBefore(draft, step, definition) : draft.now();
        Duration timeout = definition.timeout();
        if (timeout != null && step.deadline() == null) {
            draft.add(new SagaEvent.StepReached(step.name(), from.plus(timeout)));
            return true;
        }
        if (from.isAfter(draft.now())) {
            Attempts.scheduleCallAt(draft, EffectRef.forward(step.name()), Reason.SCHEDULED, from);
            return true;
        }
        return false;
    }

    /** The step's time is over: what surely was not done fails, and what is in doubt is looked up and not called again. */
    static boolean end(Draft draft, Step step) throws RenderingException {
        Instant deadline = step.deadline();
        if (deadline == null || deadline.isAfter(draft.now())) {
            return false;
        }
        EffectRef ref = EffectRef.forward(step.name());
        if (canEnd(step)) {
            draft.add(new SagaEvent.EffectFailed(ref, Reason.TIMED_OUT, "the step had to be done by " + deadline));
            return true;
        }
        Progress progress = step.forward().progress();
        boolean isCallNext = progress.isMoving() && progress.open() == null && progress.nextKind() == AttemptKind.CALL;
        if (isCallNext && progress.doubt() && Attempts.lookupRequest(draft, ref) != null) {
            Attempts.scheduleLookup(draft, ref, Reason.TIMED_OUT);
            return true;
        }
        return false;
    }

    /** Whether the end of the step's time would end it: nothing of it can be under way or have been done. */
    static boolean canEnd(Step step) {
        Progress progress = step.forward().progress();
        return progress.open() == null
                && !progress.doubt()
                && !progress.accepted()
                && !step.forward().escalated();
    }

    private static boolean passOver(Draft draft, Step step, StepDefinition definition) {
        String when = definition.when();
        if (when == null || Conditions.holds(when, Rendering.scope(draft.saga(), step))) {
            return false;
        }
        draft.add(new SagaEvent.EffectPassedOver(EffectRef.forward(step.name()), Reason.NOTHING_TO_DO));
        return true;
    }

    private static Instant notBefore(Draft draft, Step step, StepDefinition definition) throws RenderingException {
        String notBefore = definition.notBefore();
        if (notBefore == null) {
            return draft.now();
        }
        Instant start = Conditions.notBefore(
                notBefore, Rendering.scope(draft.saga(), step), draft.saga().createdAt());
        return start.isAfter(draft.now()) ? start : draft.now();
    }
}
