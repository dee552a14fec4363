package io.sluice.saga.machine;

import io.sluice.catalog.InvalidArgumentsException;
import io.sluice.catalog.NotAtomicException;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.EffectStatus;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.RecipientRule;
import io.sluice.policy.Verdict;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Rendered;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No decision, no effect: asks policy when an effect is proposed and again before each intent, and asks for approval. */
final class Permission {

    private Permission() {}

    /** Proposes every effect of which nothing was decided yet, up to one that may not happen. */
    static void proposeAll(Draft draft) {
        for (Step step : draft.saga().steps()) {
            boolean isToPropose = step.forward().status() == EffectStatus.PROPOSED
                    && !step.forward().isPassedOver()
                    && !VersionAsks.isAwaited(draft.saga(), step);
            if (isToPropose && !propose(draft, EffectRef.forward(step.name()))) {
                return;
            }
        }
    }

    /**
     * Records the decision at proposal; renders the request and asks for approval at once where the plan is known.
     *
     * @return whether the effect may still happen
     */
    static boolean propose(Draft draft, EffectRef ref) {
        if (isPassedOver(draft, ref)) {
            return true;
        }
        Optional<String> unversioned = TargetVersions.missing(draft, ref);
        if (unversioned.isPresent()) {
            draft.add(new SagaEvent.EffectFailed(ref, Reason.VERSION_MISSING, unversioned.get()));
            return false;
        }
        try {
            Optional<Instant> from = Turns.foreseen(draft, ref);
            Rendered rendered = from.isPresent() ? render(draft, ref) : null;
            if (isMisdirected(draft, ref, rendered)) {
                return false;
            }
            PolicyDecision decision = ask(draft, ref, SagaEvent.Phase.PROPOSAL, rendered);
            if (decision.verdict() == Verdict.DENY) {
                return denied(draft, ref, decision);
            }
            if (from.isPresent() && rendered != null) {
                draft.add(new SagaEvent.RequestRendered(ref, rendered));
                if (decision.verdict() == Verdict.REQUIRE_APPROVAL || TargetVersions.asks(draft, ref)) {
                    requestApproval(draft, ref, decision, from.get());
                }
            }
            return true;
        } catch (InvalidArgumentsException | NotAtomicException e) {
            draft.add(new SagaEvent.EffectFailed(ref, reasonOf(e), e.getMessage()));
            return false;
        } catch (RenderingException notYet) {
            // It needs an earlier step's result; it is rendered, and approved, when it is reached.
            if (isMisdirected(draft, ref, null)) {
                return false;
            }
            PolicyDecision decision = ask(draft, ref, SagaEvent.Phase.PROPOSAL, null);
            return decision.verdict() != Verdict.DENY || denied(draft, ref, decision);
        }
    }

    private static boolean denied(Draft draft, EffectRef ref, PolicyDecision decision) {
        draft.add(new SagaEvent.EffectFailed(ref, Reason.DENIED, decision.explanation()));
        return false;
    }

    private static String reasonOf(RenderingException refused) {
        return refused instanceof NotAtomicException ? Reason.NOT_ATOMIC : Reason.INVALID_ARGUMENTS;
    }

    private static boolean isPassedOver(Draft draft, EffectRef ref) {
        try {
            return Turns.passOverAtOnce(draft, ref);
        } catch (RenderingException e) {
            return false; // what is missing is told when it is the step's turn
        }
    }

    /**
     * Records the decision before an intent and does what it demands.
     *
     * @return whether the intent may be written now
     */
    static boolean beforeIntent(Draft draft, EffectRef ref) throws RenderingException {
        if (draft.effect(ref).rendered() == null) {
            try {
                draft.add(new SagaEvent.RequestRendered(ref, render(draft, ref)));
            } catch (InvalidArgumentsException | NotAtomicException e) {
                refuse(draft, ref, reasonOf(e), String.valueOf(e.getMessage()));
                return false;
            }
        }
        Rendered rendered = draft.effect(ref).rendered();
        if (isMisdirected(draft, ref, rendered)) {
            return false;
        }
        PolicyDecision decision = ask(draft, ref, SagaEvent.Phase.INTENT, rendered);
        return switch (decision.verdict()) {
            // A throttled one goes on once it has its turn.
            case ALLOW, THROTTLE -> !TargetVersions.asks(draft, ref) || isApproved(draft, ref, decision);
            case DENY -> {
                refuse(draft, ref, Reason.DENIED, decision.explanation());
                yield false;
            }
            case REQUIRE_APPROVAL -> isApproved(draft, ref, decision);
        };
    }

    /** Refuses what the contract does not let go to this recipient; what undoes an effect goes where the effect went. */
    private static boolean isMisdirected(Draft draft, EffectRef ref, @Nullable Rendered rendered) {
        RecipientRule rule = draft.context()
                .catalog()
                .tool(draft.effect(ref).tool().name(), draft.effect(ref).tool().version())
                .map(ToolContract::recipient)
                .orElse(null);
        if (rule == null || ref.direction() == Direction.COMPENSATION) {
            return false;
        }
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        Optional<String> refusal = rule.refusal(command.recipientId(), Questions.facts(draft, ref, rendered));
        refusal.ifPresent(why -> refuse(draft, ref, Reason.RECIPIENT_REFUSED, why));
        return refusal.isPresent();
    }

    /** A refusal ends an effect that surely did not happen; of one that may have happened it says nothing. */
    static void refuse(Draft draft, EffectRef ref, String reason, String explanation) {
        if (draft.effect(ref).progress().doubt()) {
            Answers.findOut(draft, ref, reason, explanation);
        } else {
            draft.add(new SagaEvent.EffectFailed(ref, reason, explanation));
        }
    }

    private static boolean isApproved(Draft draft, EffectRef ref, PolicyDecision decision) {
        Approval approval = draft.effect(ref).approval();
        boolean current = approval != null && approval.policyVersion().equals(decision.policyVersion());
        if (approval == null || !approval.isGranted() || !current || !Reviewers.mayStillReview(draft, approval)) {
            requestApproval(draft, ref, decision, draft.now());
            return false;
        }
        if (!draft.now().isBefore(approval.expiresAt())) {
            draft.add(new SagaEvent.ApprovalExpired(ref, approval.approvalId()));
            refuse(draft, ref, Reason.APPROVAL_EXPIRED, "the grant expired before the call");
            return false;
        }
        return true;
    }

    /** Asks for the grant that the command names, where it was given in advance and the target has not changed, else a reviewer. */
    private static void requestApproval(Draft draft, EffectRef ref, PolicyDecision decision, Instant from) {
        if (TargetVersions.asks(draft, ref) || !Grants.ask(draft, ref, decision)) {
            askReviewer(draft, ref, decision, from);
        }
    }

    /** Asks a reviewer; there is time until some while after the effect may happen, which is {@code from} on. */
    static void askReviewer(Draft draft, EffectRef ref, PolicyDecision decision, Instant from) {
        Effect effect = draft.effect(ref);
        Rendered rendered = effect.rendered();
        Duration expiry = decision.terms().expires();
        if (rendered == null) {
            throw new IllegalStateException("approval asked for " + ref + " before its request was rendered");
        }
        draft.add(new SagaEvent.ApprovalRequested(
                ref,
                new Approval(
                        effect.sideEffectId() + "@" + (draft.saga().sequence() + 1),
                        rendered.requestHash(),
                        decision.policyVersion(),
                        risk(effect),
                        draft.now(),
                        from.plus(expiry == null ? draft.limits().approvalExpiry() : expiry),
                        null,
                        decision.terms().role(),
                        decision.terms().reviewers(),
                        List.of())));
    }

    /** How risky an effect is called to whoever approves it. */
    static String risk(Effect effect) {
        return effect.tool().effectType().name().toLowerCase(Locale.ROOT);
    }

    private static Rendered render(Draft draft, EffectRef ref) throws RenderingException {
        return Rendering.render(
                draft.saga(),
                draft.step(ref.step()),
                ref.direction(),
                draft.context().catalog());
    }

    static PolicyDecision ask(Draft draft, EffectRef ref, SagaEvent.Phase phase, @Nullable Rendered rendered) {
        PolicyDecision decision = draft.context().policy().decide(Questions.about(draft, ref, rendered));
        draft.add(new SagaEvent.PolicyDecided(
                ref,
                phase,
                decision.verdict(),
                decision.rule(),
                decision.policyVersion(),
                decision.explanation(),
                decision.throttle()));
        return decision;
    }
}
