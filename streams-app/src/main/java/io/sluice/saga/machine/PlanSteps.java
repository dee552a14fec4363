package io.sluice.saga.machine;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.RenderingException;
import io.sluice.effect.RenderedRequest;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Bounds;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Plan;
import io.sluice.saga.Reason;
import io.sluice.saga.Rendered;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Describes the steps of a proposed saga one after the other, as long as what they would send has a place in one answer. */
final class PlanSteps {

    private final Draft draft;
    private int chars;

    /** What a step would send, or why that is not known. */
    private record Sending(
            @Nullable Rendered rendered, @Nullable String missing) {}

    /** @param draft has taken the decision in */
    PlanSteps(Draft draft) {
        this.draft = draft;
    }

    Plan.PlanStep describe(Step step) {
        EffectRef ref = EffectRef.forward(step.name());
        Effect effect = step.forward();
        if (effect.isPassedOver()) {
            return new Plan.PlanStep(
                    step.name(),
                    effect.tool(),
                    step.reversibility(),
                    effect.idempotencyKey(),
                    effect.reason(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        Sending sending = sending(step, effect);
        Rendered rendered = sending.rendered();
        PolicyDecision decision = draft.context().policy().decide(Questions.about(draft, ref, rendered));
        RenderedRequest request = rendered == null ? null : rendered.request();
        boolean fits = request != null && fits(request);
        Optional<Refusal> refusal = refusal(ref, sending);
        return new Plan.PlanStep(
                step.name(),
                effect.tool(),
                step.reversibility(),
                effect.idempotencyKey(),
                null,
                notBefore(ref),
                fits ? request : null,
                rendered == null ? null : rendered.requestHash(),
                request != null && !fits ? tooLarge() : sending.missing(),
                new Plan.PlannedDecision(
                        decision.verdict(), decision.rule(), decision.policyVersion(), decision.explanation()),
                decision.verdict() == Verdict.REQUIRE_APPROVAL || TargetVersions.asks(draft, ref)
                        ? approval(ref, effect, decision)
                        : null,
                waitsFor(ref),
                VersionAsks.isWanted(draft, ref)
                        ? VersionAsks.expected(draft.saga().commandOf(step), effect)
                        : null,
                effect.target() == null ? null : effect.target().known(),
                step.compensationTool(),
                refusal.map(Refusal::reason).orElse(null),
                refusal.map(Refusal::detail).orElse(null));
    }

    private record Refusal(String reason, String detail) {}

    private Sending sending(Step step, Effect effect) {
        if (effect.rendered() != null) {
            return new Sending(effect.rendered(), null);
        }
        try {
            return new Sending(Rendering.render(draft.saga(), step, Direction.FORWARD, catalog()), null);
        } catch (RenderingException e) {
            return new Sending(null, String.valueOf(e.getMessage()));
        }
    }

    /** What the machine refused, or would refuse at once: nothing comes before the first step that could mend it. */
    private Optional<Refusal> refusal(EffectRef ref, Sending sending) {
        for (SagaEvent event : draft.events()) {
            if (event instanceof SagaEvent.EffectFailed failed
                    && failed.effect().equals(ref)) {
                return Optional.of(new Refusal(failed.reason(), String.valueOf(failed.explanation())));
            }
        }
        boolean isFirst = draft.saga().steps().stream()
                .filter(Advance::isToDo)
                .findFirst()
                .filter(step -> step.name().equals(ref.step()))
                .isPresent();
        String missing = sending.missing();
        return missing == null || !isFirst
                ? Optional.empty()
                : Optional.of(new Refusal(Reason.NOT_RENDERABLE, missing));
    }

    private List<Plan.PlannedClaim> waitsFor(EffectRef ref) {
        try {
            return Needs.of(draft, ref).stream()
                    .map(need -> new Plan.PlannedClaim(need.kind(), need.subject(), need.terms()))
                    .toList();
        } catch (RenderingException e) {
            return List.of(); // told when it is the step's turn
        }
    }

    private @Nullable Instant notBefore(EffectRef ref) {
        try {
            return Turns.foreseen(draft, ref)
                    .filter(from -> from.isAfter(draft.now()))
                    .orElse(null);
        } catch (RenderingException e) {
            return null; // known when it is the step's turn
        }
    }

    private Plan.PlannedApproval approval(EffectRef ref, Effect effect, PolicyDecision decision) {
        Duration expiry = decision.terms().expires();
        return new Plan.PlannedApproval(
                decision.terms().role(),
                decision.terms().reviewers(),
                (expiry == null ? draft.limits().approvalExpiry() : expiry).toMillis(),
                effect.approval() != null || draft.saga().awaitsClaim(ref));
    }

    private boolean fits(RenderedRequest request) {
        String body = request.body();
        int more = request.path().length() + (body == null ? 0 : body.length());
        for (var header : request.headers().entrySet()) {
            more += header.getKey().length() + header.getValue().length();
        }
        if (chars + more > Bounds.PLAN_CHARS) {
            return false;
        }
        chars += more;
        return true;
    }

    private static String tooLarge() {
        return "left out: the requests of this plan have more than " + Bounds.PLAN_CHARS
                + " characters together; the hash tells it from others";
    }

    private Catalog catalog() {
        return draft.context().catalog();
    }
}
