package io.sluice.query.view;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.RenderedRequest;
import io.sluice.saga.Command;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaEvent.Phase;
import io.sluice.saga.SagaStatus;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells each fact of a journal in one sentence, for timelines. */
final class Narrator {
    private static final int SHORT_HASH = 12;

    private Narrator() {}

    static String tell(SagaEvent event) {
        return switch (event) {
            case SagaEvent.SagaStarted started ->
                proposal(started.command()) + ": "
                        + started.steps().stream()
                                .map(SagaEvent.PlannedStep::name)
                                .collect(Collectors.joining(", then "));
            case SagaEvent.SagaOpened opened ->
                opened.command().agentId() + " begins open saga "
                        + opened.command().saga() + ", to be committed by " + opened.deadline()
                        + (opened.runAt() == RunAt.NOW ? "; steps run as they are added" : "");
            case SagaEvent.StepAdded added ->
                added.command().agentId() + " adds step " + added.step().name() + " with tool "
                        + added.step().tool().name() + " (command "
                        + added.command().commandId() + ")";
            case SagaEvent.CommitRequested requested ->
                "committed by the agent (command " + requested.commandId() + "): what is left runs now";
            case SagaEvent.RollBackRequested requested ->
                "given up by the agent (command " + requested.commandId() + ")";
            case SagaEvent.CommandDeferred deferred ->
                proposal(deferred.command()) + "; waits for a catalog that can plan it";
            case SagaEvent.CommandDuplicated duplicated ->
                "the same command again (" + duplicated.commandId()
                        + "): answered with the result so far, nothing done";
            case SagaEvent.InputRejected rejected ->
                rejected.input() + " " + rejected.inputId() + " refused (" + rejected.reason() + "): "
                        + rejected.detail();
            case SagaEvent.DryRunAnswered answered ->
                "dry run " + answered.commandId() + " of " + answered.agentId() + " answered: it would "
                        + lower(answered.plan().outlook()).replace('_', ' ');
            case SagaEvent.StepReached reached -> "it is its turn, to be done by " + reached.deadline();
            case SagaEvent.EffectPassedOver passed ->
                "passed over (" + passed.reason() + "): its condition does not hold";
            case SagaEvent.RequestRendered rendered ->
                "request fixed: " + request(rendered.rendered().request()) + ", hash "
                        + shortened(rendered.rendered().requestHash());
            case SagaEvent.PolicyDecided decided -> policy(decided);
            case SagaEvent.ApprovalRequested requested ->
                "waits for a reviewer (risk " + requested.approval().riskLevel() + ") until "
                        + requested.approval().expiresAt() + ": "
                        + requested.approval().approvalId();
            case SagaEvent.ApprovalGranted granted ->
                "approved by " + granted.reviewerId() + ", good until " + granted.expiresAt();
            case SagaEvent.ApprovalRejected rejected ->
                "refused by " + rejected.reviewerId() + ": " + rejected.explanation();
            case SagaEvent.ApprovalWithdrawn withdrawn ->
                "approval taken back by " + withdrawn.reviewerId() + ": " + withdrawn.explanation();
            case SagaEvent.ApprovalExpired expired -> "approval expired unused";
            case SagaEvent.PlaceAwaited awaited ->
                "next " + lower(awaited.waiting().kind()) + " waits for a free place at "
                        + awaited.waiting().provider();
            case SagaEvent.ClaimAsked asked ->
                "claims " + asked.claim().subject() + (asked.claim().until() == null ? "" : ", once more");
            case SagaEvent.ClaimQueued queued ->
                switch (queued.reason()) {
                    case Reason.TARGET_HELD -> "waits: another saga works on the target";
                    case Reason.VERSION_UNKNOWN -> "waits: the target's owner has not told of the expected version";
                    default -> "waits its turn: the limit is reached";
                };
            case SagaEvent.VersionChecked checked ->
                (checked.known() == null
                                ? "nobody has told which version the target has"
                                : "the target is at version " + checked.known())
                        + (checked.passes() ? "" : ", not " + checked.expected());
            case SagaEvent.VersionReloaded reloaded ->
                "goes on for version " + reloaded.version() + (reloaded.asks() ? ", if a person agrees" : "");
            case SagaEvent.VersionLeft left -> "has left its target at version " + left.version();
            case SagaEvent.VersionFollowed followed ->
                "goes on for version " + followed.version() + ", which an earlier step has left"
                        + (followed.isOtherRequest() ? ", and sends that" : "");
            case SagaEvent.ClaimHeld held -> "has what it claimed, until " + held.until() + " or asked for again";
            case SagaEvent.GrantUsed used ->
                "approved in advance by " + String.join(" and ", used.approval().grantedBy()) + " ("
                        + used.approval().approvalId() + "), good until "
                        + used.approval().expiresAt();
            case SagaEvent.ClaimRefused refused ->
                "not given what it claimed (" + refused.reason() + "): " + refused.explanation();
            case SagaEvent.ClaimKept kept -> "keeps the act that it did from being done again (" + kept.claimId() + ")";
            case SagaEvent.ClaimReleased released -> "gives back what it claimed (" + released.claimId() + ")";
            case SagaEvent.AttemptStarted started ->
                "attempt " + started.attempt().number() + ": "
                        + (started.attempt().kind() == AttemptKind.LOOKUP ? "looks up " : "calls ")
                        + request(started.request());
            case SagaEvent.AttemptEnded ended -> answer(ended);
            case SagaEvent.EffectReconciled reconciled -> reconciliation(reconciled);
            case SagaEvent.RetryScheduled retry ->
                retry.reason().equals(Reason.SCHEDULED)
                        ? "put off until " + retry.dueAt() + ", as its definition says"
                        : "next " + lower(retry.kind()) + " at " + retry.dueAt() + " (" + retry.reason() + ")";
            case SagaEvent.EffectCommitted committed ->
                "committed, " + confirmation(committed.confirmedBy()) + reference(committed.externalRef());
            case SagaEvent.EffectFailed failed -> "failed (" + failed.reason() + ")" + because(failed.explanation());
            case SagaEvent.EffectAmbiguous ambiguous ->
                "in doubt: it may or may not have happened (" + ambiguous.reason() + ")";
            case SagaEvent.EffectCompensated compensated ->
                compensated.reason() == null
                        ? "undone"
                        : "counts as undone without a call (" + compensated.reason() + ")";
            case SagaEvent.CompensationImpossible impossible -> "cannot be undone (" + impossible.reason() + ")";
            case SagaEvent.EffectEscalated escalated ->
                "a person must look (" + escalated.reason() + "): " + escalated.explanation();
            case SagaEvent.SagaEscalated escalated ->
                "a person must look (" + escalated.reason() + "): " + escalated.explanation();
            case SagaEvent.OperationApplied applied -> operation(applied);
            case SagaEvent.CompensationRequested requested ->
                requested.who() + " has it undone after the end of the saga: " + requested.why();
            case SagaEvent.SagaQuarantined quarantined ->
                "put in quarantine, a person must look (" + quarantined.reason() + "): " + quarantined.explanation();
            case SagaEvent.QuarantineLifted lifted -> "quarantine lifted";
            case SagaEvent.CompensationStarted started ->
                "rollback begins (" + started.reason() + ")"
                        + (started.failedStep() == null ? "" : " because of step " + started.failedStep());
            case SagaEvent.ForwardResumed resumed ->
                "it did happen, and after it there is no way back: the saga goes forward";
            case SagaEvent.SagaEnded ended -> end(ended);
        };
    }

    private static String proposal(Command command) {
        String target = command.targetId() == null
                ? ""
                : " for " + (command.targetType() == null ? "" : command.targetType() + " ") + command.targetId();
        return command.agentId() + " proposes " + command.proposed() + target + " (command " + command.commandId()
                + ")";
    }

    private static String operation(SagaEvent.OperationApplied applied) {
        String what = switch (applied.kind()) {
            case CANCEL -> "cancels the saga";
            case ROLL_BACK -> "rolls the saga back";
            case RESOLVE -> "says what became of it";
            case RETRY -> "has it tried again";
            case SKIP -> "leaves it as it is and goes on";
            case COMPENSATE -> "has it undone";
            case REPLAY, SET_VERSION, SHOW_VERSION, UNRECOGNISED -> lower(applied.kind());
        };
        return applied.who() + " " + what + ": " + applied.why();
    }

    private static String policy(SagaEvent.PolicyDecided decided) {
        String verdict = switch (decided.verdict()) {
            case ALLOW -> "allows it";
            case DENY -> "denies it";
            case REQUIRE_APPROVAL ->
                decided.phase() == Phase.INTENT ? "permits it only with an approval" : "requires an approval";
            case THROTTLE -> "asks to wait";
        };
        String asked = decided.phase() == Phase.INTENT ? "policy, asked again right before the call, " : "policy ";
        return asked + verdict + " (rule " + decided.rule() + " of " + decided.policyVersion() + "): "
                + decided.explanation();
    }

    private static String answer(SagaEvent.AttemptEnded ended) {
        String status = ended.httpStatus() == 0 ? "" : "answer " + ended.httpStatus() + ": ";
        return status
                + meaning(ended.kind(), ended.result())
                + (ended.readBack() ? ", read back" : "")
                + reference(ended.externalRef())
                + because(ended.error());
    }

    private static String meaning(AttemptKind kind, OutcomeResult result) {
        return switch (result) {
            case SUCCEEDED -> "done";
            case ACCEPTED -> kind == AttemptKind.LOOKUP ? "not finished yet" : "taken on, to be finished later";
            case TERMINAL -> "refused for good";
            case TRANSIENT -> "refused for now";
            case UNKNOWN -> "no answer that says whether it was done";
            case NOT_FIRED -> "never sent";
            case FOUND -> "it is there";
            case NOT_FOUND -> "it is not there";
        };
    }

    private static String reconciliation(SagaEvent.EffectReconciled reconciled) {
        String finding = switch (reconciled.finding()) {
            case COMMITTED -> "doubt settled: it did happen";
            case NOT_COMMITTED -> "doubt settled: it did not happen";
            case UNKNOWN -> "the doubt remains";
        };
        return finding + reference(reconciled.externalRef()) + because(reconciled.explanation());
    }

    private static String confirmation(ConfirmedBy by) {
        return switch (by) {
            case READ_BACK -> "seen by reading it back";
            case RESPONSE -> "on the provider's word";
            case RECONCILIATION -> "found by looking it up";
            case OPERATOR -> "on an operator's word";
        };
    }

    private static String end(SagaEvent.SagaEnded ended) {
        String end = switch (ended.status()) {
            case COMMITTED -> "done: every step is committed";
            case ROLLED_BACK -> "rolled back: every effect was undone";
            case FAILED -> "ended as failed";
            case PENDING, ACTIVE, COMPENSATING -> "ended as " + lower(ended.status());
        };
        return end
                + (ended.reason() == null || ended.status() == SagaStatus.COMMITTED ? "" : " (" + ended.reason() + ")")
                + (ended.failedStep() == null ? "" : "; step " + ended.failedStep() + " did not go through");
    }

    private static String request(RenderedRequest request) {
        return request.method() + " " + request.path() + " at " + request.provider();
    }

    private static String reference(@Nullable String externalRef) {
        return externalRef == null ? "" : ", reference " + externalRef;
    }

    private static String because(@Nullable String explanation) {
        return explanation == null || explanation.isBlank() ? "" : ": " + explanation;
    }

    private static String shortened(String hash) {
        return hash.length() <= SHORT_HASH ? hash : hash.substring(0, SHORT_HASH);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
