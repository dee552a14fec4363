package io.sluice.saga.machine;

import io.sluice.catalog.Renderer;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.RenderedRequest;
import io.sluice.idempotency.Keys;
import io.sluice.saga.Approval;
import io.sluice.saga.Attempt;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Progress;
import io.sluice.saga.Reason;
import io.sluice.saga.Rendered;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import io.sluice.saga.ToolRef;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes intents, and schedules the next attempt after one that did not settle the matter. */
final class Attempts {

    private static final String LOOKUP_SUFFIX = "L";

    private Attempts() {}

    /** Permits one call of a provider. The effect must have been rendered and allowed. */
    static void call(Draft draft, EffectRef ref) throws RenderingException {
        Effect effect = draft.effect(ref);
        Rendered rendered = effect.rendered();
        if (rendered == null) {
            throw new IllegalStateException("an intent for " + ref + " before its request was rendered");
        }
        ToolContract contract = Rendering.contract(draft.context().catalog(), effect.tool());
        RenderedRequest readBack = Rendering.lookup(
                draft.saga(),
                draft.step(ref.step()),
                ref.direction(),
                draft.context().catalog());
        Attempt attempt = attempt(draft, ref, AttemptKind.CALL, contract);
        draft.add(new SagaEvent.AttemptStarted(
                ref,
                attempt,
                rendered.request(),
                readBack,
                rendered.requestHash(),
                contract.timeout().toMillis(),
                compensation(draft, ref, contract)));
    }

    /** What to look up with; null when there is nothing: no lookup in the contract, or only by a reference not known. */
    static @Nullable RenderedRequest lookupRequest(Draft draft, EffectRef ref) throws RenderingException {
        RenderedRequest request = Rendering.lookup(
                draft.saga(),
                draft.step(ref.step()),
                ref.direction(),
                draft.context().catalog());
        return request == null || Renderer.needsExternalRef(request) ? null : request;
    }

    /** Permits one lookup. The effect must have been rendered. */
    static void lookup(Draft draft, EffectRef ref, RenderedRequest request) throws RenderingException {
        Effect effect = draft.effect(ref);
        Rendered rendered = effect.rendered();
        if (rendered == null) {
            throw new IllegalStateException("a lookup for " + ref + " before its request was rendered");
        }
        ToolContract contract = Rendering.contract(draft.context().catalog(), effect.tool());
        draft.add(new SagaEvent.AttemptStarted(
                ref,
                attempt(draft, ref, AttemptKind.LOOKUP, contract),
                request,
                null,
                rendered.requestHash(),
                contract.timeout().toMillis(),
                null));
    }

    /** Schedules the next call at growing intervals; later if the provider asked for it, as far as patience goes. */
    static void scheduleCall(Draft draft, EffectRef ref, String reason, long retryAfterMs) {
        Progress progress = draft.effect(ref).progress();
        int earlier = Math.max(1, progress.calls() + progress.notFired());
        Duration wait =
                backoff(draft, draft.limits().backoffBase(), draft.limits().backoffMax(), earlier);
        scheduleCallAt(draft, ref, reason, draft.now().plus(longer(wait, Patience.granted(draft, ref, retryAfterMs))));
    }

    static void scheduleCallAt(Draft draft, EffectRef ref, String reason, Instant dueAt) {
        draft.add(new SagaEvent.RetryScheduled(ref, AttemptKind.CALL, dueAt, reason));
    }

    static void scheduleLookup(Draft draft, EffectRef ref, String reason) {
        scheduleLookup(draft, ref, reason, 0);
    }

    /** Schedules the next lookup: the first at once, later ones at growing intervals, or when the provider asked for it. */
    static void scheduleLookup(Draft draft, EffectRef ref, String reason, long retryAfterMs) {
        int earlier = draft.effect(ref).progress().lookups();
        Duration wait = earlier == 0
                ? Duration.ZERO
                : backoff(draft, draft.limits().lookupBase(), draft.limits().lookupMax(), earlier);
        scheduleLookupAt(
                draft, ref, reason, draft.now().plus(longer(wait, Patience.granted(draft, ref, retryAfterMs))));
    }

    /** Makes a lookup again that was never made: at once, and at growing intervals where that happens in a row. */
    static void scheduleLookupAgain(Draft draft, EffectRef ref, String reason) {
        int inARow = draft.effect(ref).progress().notFired();
        Instant dueAt = inARow <= 1
                ? draft.now()
                : draft.now()
                        .plus(backoff(
                                draft,
                                draft.limits().lookupBase(),
                                draft.limits().lookupMax(),
                                inARow - 1));
        scheduleLookupAt(draft, ref, reason, dueAt);
    }

    /** Schedules a look at work that the provider has taken on. */
    static void schedulePoll(Draft draft, EffectRef ref, long retryAfterMs) {
        Duration wait = longer(draft.limits().pollInterval(), Patience.granted(draft, ref, retryAfterMs));
        scheduleLookupAt(draft, ref, Reason.ACCEPTED, draft.now().plus(wait));
    }

    static void scheduleLookupAt(Draft draft, EffectRef ref, String reason, Instant dueAt) {
        draft.add(new SagaEvent.RetryScheduled(ref, AttemptKind.LOOKUP, dueAt, reason));
    }

    /** Which effect an intent id belongs to, null when it has not the form of one. */
    static @Nullable String sideEffectOf(String intentId) {
        int hash = intentId.lastIndexOf('#');
        return hash < 0 ? null : intentId.substring(0, hash);
    }

    static AttemptKind kindOf(String intentId) {
        return intentId.endsWith(LOOKUP_SUFFIX) ? AttemptKind.LOOKUP : AttemptKind.CALL;
    }

    private static Attempt attempt(Draft draft, EffectRef ref, AttemptKind kind, ToolContract contract) {
        Effect effect = draft.effect(ref);
        int number = effect.progress().attempts() + 1;
        String suffix = kind == AttemptKind.LOOKUP ? LOOKUP_SUFFIX : "";
        Instant notAfter = draft.now().plus(draft.limits().intentValidity());
        Approval approval = effect.approval();
        boolean isUnderApproval = kind == AttemptKind.CALL
                && approval != null
                && approval.expiresAt().isAfter(draft.now());
        if (approval != null && isUnderApproval && approval.expiresAt().isBefore(notAfter)) {
            notAfter = approval.expiresAt();
        }
        Instant deadline = draft.step(ref.step()).deadline();
        boolean isTimed = deadline != null && ref.direction() == Direction.FORWARD && kind == AttemptKind.CALL;
        if (deadline != null && isTimed && deadline.isBefore(notAfter) && deadline.isAfter(draft.now())) {
            notAfter = deadline;
        }
        int requests = kind == AttemptKind.CALL && contract.lookup() != null ? 2 : 1;
        Instant settledAt = notAfter.plus(contract.timeout().multipliedBy(requests))
                .plus(draft.limits().clockMargin());
        return new Attempt(
                effect.sideEffectId() + "#" + number + suffix,
                kind,
                number,
                contract.provider(),
                Flow.lane(ref, kind),
                draft.context().incarnation(),
                draft.now(),
                notAfter,
                settledAt);
    }

    private static SagaEvent.@Nullable RegisteredCompensation compensation(
            Draft draft, EffectRef ref, ToolContract contract) throws RenderingException {
        Step step = draft.step(ref.step());
        ToolContract.Compensation undo = contract.compensation();
        if (ref.direction() == Direction.COMPENSATION || undo == null || step.compensation() != null) {
            return null;
        }
        ToolRef tool = step.compensationTool();
        if (tool == null) {
            throw new RenderingException("tool '" + contract.name() + "' is compensated by '" + undo.tool()
                    + "', which the catalog did not hold when the step was planned");
        }
        return new SagaEvent.RegisteredCompensation(
                tool,
                step.forward().sideEffectId() + ":compensate",
                Keys.ofCompensation(draft.saga().tenantId(), step.forward().idempotencyKey(), tool.name()));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** Exponential from {@code base}, at most {@code max}, spread by up to a quarter so that retries do not march in step. */
    private static Duration backoff(Draft draft, Duration base, Duration max, int earlier) {
        long doubled = base.toMillis() << Math.min(earlier - 1, 20);
        long capped = Math.min(doubled, max.toMillis());
        return Duration.ofMillis(capped - (long) (capped * draft.context().jitter() / 4));
    }
}
