package io.sluice.saga.machine;

import io.sluice.approval.GrantSubject;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.GrantWish;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.claim.Terms;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Approval;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Rendered;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.util.List;
import java.util.Optional;

/** Uses a grant that was given in advance and that the command names; where it cannot be used, a reviewer is asked. */
final class Grants {

    private Grants() {}

    /** Asks the claim ledger for the grant; false where the command names none, or one that was of no use already. */
    static boolean ask(Draft draft, EffectRef ref, PolicyDecision decision) {
        Step step = draft.step(ref.step());
        Effect effect = draft.effect(ref);
        Command command = draft.saga().commandOf(step);
        Rendered rendered = effect.rendered();
        String approvalId = command.approvalId();
        if (approvalId == null
                || rendered == null
                || ref.direction() == Direction.COMPENSATION
                || effect.approval() != null) {
            return false;
        }
        if (isAwaited(draft.saga(), step)) {
            return true;
        }
        Saga saga = draft.saga();
        GrantSubject subject = new GrantSubject(
                effect.tool().name(),
                command.targetId(),
                command.recipientId(),
                command.artifactId(),
                command.artifactVersion(),
                decision.policyVersion(),
                Permission.risk(effect));
        draft.add(new SagaEvent.ClaimAsked(
                ref,
                new Claim(
                        // A grant is used once for good, so what uses it must never be named as anything before it.
                        saga.sagaId() + "@" + (saga.sequence() + 1) + "@"
                                + saga.createdAt().toEpochMilli(),
                        ClaimKeys.grant(saga.tenantId(), approvalId),
                        ClaimKind.GRANT,
                        "approval " + approvalId,
                        Terms.ALONE,
                        ref,
                        Claim.State.ASKED,
                        null,
                        Claiming.unansweredAt(draft),
                        new GrantWish(subject, rendered.requestHash(), step.agentId()),
                        false)));
        return true;
    }

    /** Whether the step waits to hear whether it may use the grant. */
    static boolean isAwaited(Saga saga, Step step) {
        return saga.claims().stream()
                .anyMatch(claim ->
                        claim.kind() == ClaimKind.GRANT && claim.effect().equals(EffectRef.forward(step.name())));
    }

    /** The ledger has answered. Policy is asked anew: only it knows who must have agreed. */
    static void answered(Draft draft, Claim claim, ClaimAnswer answer) {
        EffectRef ref = claim.effect();
        PreIssuedGrant grant = answer.grant();
        if (answer.result() != ClaimAnswer.Result.HELD || grant == null) {
            Claiming.over(draft, claim, answer.reason() == null ? Reason.UNKNOWN_APPROVAL : answer.reason(), answer);
        }
        PolicyDecision decision = Permission.ask(
                draft, ref, SagaEvent.Phase.PROPOSAL, draft.effect(ref).rendered());
        boolean isAsked = decision.verdict() == Verdict.REQUIRE_APPROVAL;
        Optional<Approval> approval = grant == null ? Optional.empty() : approval(draft, ref, grant, decision);
        if (isAsked && approval.isPresent()) {
            draft.add(new SagaEvent.GrantUsed(ref, claim.claimId(), approval.get()));
            return;
        }
        if (grant != null) {
            draft.add(claim.release(draft.saga()));
        }
        if (isAsked) {
            Permission.askReviewer(draft, ref, decision, draft.now());
        }
    }

    /** The approval that the grant makes; empty where policy wants others to agree, or has changed. */
    private static Optional<Approval> approval(
            Draft draft, EffectRef ref, PreIssuedGrant grant, PolicyDecision decision) {
        Effect effect = draft.effect(ref);
        Rendered rendered = effect.rendered();
        List<String> reviewers = grant.reviewers();
        if (rendered == null || reviewers.size() < decision.terms().reviewers()) {
            return Optional.empty();
        }
        Approval approval = new Approval(
                grant.approvalId(),
                rendered.requestHash(),
                decision.policyVersion(),
                Permission.risk(effect),
                draft.now(),
                grant.expiresAt(),
                reviewers.getLast(),
                decision.terms().role(),
                decision.terms().reviewers(),
                reviewers);
        boolean isCurrent = grant.subject().policyVersion().equals(decision.policyVersion());
        return isCurrent && Reviewers.mayStillReview(draft, approval) ? Optional.of(approval) : Optional.empty();
    }
}
