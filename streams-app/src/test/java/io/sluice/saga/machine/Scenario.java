package io.sluice.saga.machine;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.Catalog;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.policy.Policy;
import io.sluice.saga.Approval;
import io.sluice.saga.Claim;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Input;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.Places;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A saga test that can be read aloud: {@code propose(…)}, {@code expectCall("send")}, {@code answers(SUCCEEDED)},
 * {@code expectSaga(COMMITTED)}.
 */
final class Scenario extends Expectations<Scenario> {

    private @Nullable Operation operation;
    private int operations;

    private Scenario(Catalog catalog) {
        super(catalog);
    }

    static Scenario with(Catalog catalog) {
        return new Scenario(catalog);
    }

    @Override
    Scenario self() {
        return this;
    }

    Scenario policy(Policy other) {
        policy = other;
        return this;
    }

    Scenario catalogArrives(Catalog arrived) {
        catalog = arrived;
        return play(new Input.Due());
    }

    Scenario propose(Command command) {
        return play(new Input.Propose(command));
    }

    /** A dry run, for which the ledger has told the version of its target; null where nobody has said. */
    Scenario dryRuns(Command command, @Nullable String version) {
        TargetVersion target = version == null ? null : new TargetVersion("k", "acme", "case 4711", version, now);
        return play(new Input.Propose(command, null, target));
    }

    Scenario begins(RunAt runAt) {
        return propose(open(SagaAction.BEGIN, null, "c-begin").runAt(runAt).build());
    }

    /** The agent adds a step, named as its tool. */
    Scenario adds(String tool) {
        return adds(tool, tool, "{}");
    }

    Scenario adds(String step, String tool, String arguments) {
        return propose(open(SagaAction.ADD_STEP, tool, "c-" + step)
                .step(step)
                .arguments(arguments)
                .build());
    }

    Scenario commits() {
        return propose(open(SagaAction.COMMIT, null, "c-commit").build());
    }

    Scenario givesUp() {
        return propose(open(SagaAction.ROLL_BACK, null, "c-roll-back").build());
    }

    CommandBuilder open(SagaAction action, @Nullable String tool, String commandId) {
        return CommandBuilder.open(action, "trip-7", tool, now).id(commandId);
    }

    /** The call under way is answered. */
    Scenario answers(OutcomeResult result) {
        return play(new Input.Answer(Outcomes.of(openIntent(), result, now)));
    }

    Scenario answers(Outcome outcome) {
        return play(new Input.Answer(outcome));
    }

    Scenario doubts() {
        return play(new Input.Doubt(openIntent().intentId(), "the task changed its owner"));
    }

    Scenario wasNotFired() {
        return play(new Input.NotFired(openIntent().intentId(), "the task closed before the call"));
    }

    /** Time passes, and nobody looks. */
    Scenario waits(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    /** Time passes, and the saga is looked at. */
    Scenario passes(Duration duration) {
        now = now.plus(duration);
        return play(new Input.Due());
    }

    /** Time passes until the saga wants to be looked at next. */
    Scenario passesUntilDue() {
        Instant due = Schedule.nextDue(saga()).orElseThrow();
        now = due.isAfter(now) ? due : now;
        return play(new Input.Due());
    }

    /** How much is under way at the providers changes. */
    Scenario jitterBecomes(double other) {
        jitter = other;
        return this;
    }

    Scenario placesBecome(Places other) {
        places = other;
        return this;
    }

    Scenario placeIsFreedFor(EffectRef effect) {
        return play(new Input.PlaceFreed(effect));
    }

    /** The claim ledger answers one claim, late or not. */
    Scenario ledgerAnswers(Claim claim, ClaimAnswer.Result result) {
        return ledgerAnswers(claim, result, LIMITS.claimLease());
    }

    /** It answers, and the claim lasts as long as the ledger says. */
    Scenario ledgerAnswers(Claim claim, ClaimAnswer.Result result, Duration lasts) {
        boolean refused = result == ClaimAnswer.Result.REFUSED;
        return play(new Input.ClaimAnswered(new ClaimAnswer(
                claim.claimId(),
                claim.key(),
                saga().tenantId(),
                saga().sagaId(),
                result,
                refused ? null : now.plus(lasts),
                refused ? Reason.OVERLOADED : null,
                refused ? "too many wait" : null,
                null)));
    }

    /** The claim ledger tells which version the target has; null where nobody has said. */
    Scenario ledgerTells(@Nullable String version) {
        return ledgerTells(version, now);
    }

    /** The same, as it was told for a time that may be over. */
    Scenario ledgerTells(@Nullable String version, Instant until) {
        Claim claim = saga().claims().getLast();
        return play(new Input.ClaimAnswered(new ClaimAnswer(
                claim.claimId(),
                claim.key(),
                saga().tenantId(),
                saga().sagaId(),
                ClaimAnswer.Result.TOLD,
                until,
                null,
                null,
                null,
                null,
                null,
                version == null
                        ? null
                        : new TargetVersion(claim.key(), saga().tenantId(), "case 4711", version, now))));
    }

    /** The claim ledger gives the saga the approval that it asked for. */
    Scenario ledgerGrants(Claim claim, PreIssuedGrant grant) {
        return play(new Input.ClaimAnswered(new ClaimAnswer(
                claim.claimId(),
                claim.key(),
                saga().tenantId(),
                saga().sagaId(),
                ClaimAnswer.Result.HELD,
                grant.expiresAt(),
                null,
                null,
                grant)));
    }

    /** Something changes beside the saga. */
    Scenario also(Runnable change) {
        change.run();
        return this;
    }

    Scenario ownerChanges(String next) {
        incarnation = next;
        return this;
    }

    Scenario grant(String reviewer) {
        return review(
                ReviewerDecision.Verdict.GRANT, reviewer, pendingApproval().requestHash(), null);
    }

    Scenario reject(String reviewer, @Nullable String reason) {
        return review(
                ReviewerDecision.Verdict.REJECT, reviewer, pendingApproval().requestHash(), reason);
    }

    Scenario withdraw(String reviewer) {
        return review(ReviewerDecision.Verdict.WITHDRAW, reviewer, anyApproval().requestHash(), "changed my mind");
    }

    Scenario review(ReviewerDecision decision) {
        return play(new Input.Review(decision));
    }

    private Scenario review(
            ReviewerDecision.Verdict verdict, String reviewer, String requestHash, @Nullable String reason) {
        return review(decision(verdict, reviewer, requestHash, reason));
    }

    private ReviewerDecision decision(
            ReviewerDecision.Verdict verdict, String reviewer, String requestHash, @Nullable String reason) {
        String approvalId = anyApproval().approvalId();
        return new ReviewerDecision(
                approvalId,
                saga().tenantId(),
                saga().sagaId(),
                verdict,
                requestHash,
                reviewer,
                null,
                reason,
                GrantSubjects.of(saga(), approvalId).orElseThrow(),
                null,
                now);
    }

    private Approval pendingApproval() {
        return saga().effects()
                .filter(effect -> effect.status() == EffectStatus.APPROVAL_REQUIRED)
                .map(Effect::approval)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no approval is pending\n" + trace()));
    }

    private Approval anyApproval() {
        return saga().effects()
                .flatMap(effect -> Stream.ofNullable(effect.approval()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no approval was asked for\n" + trace()));
    }

    Scenario cancels() {
        return operates(OperationKind.CANCEL, null, null);
    }

    Scenario rollsBack() {
        return operates(OperationKind.ROLL_BACK, null, null);
    }

    Scenario resolves(EffectRef effect, Resolution resolution) {
        return operates(OperationKind.RESOLVE, effect, resolution);
    }

    Scenario retries(@Nullable EffectRef effect) {
        return operates(OperationKind.RETRY, effect, null);
    }

    Scenario skips(EffectRef effect) {
        return operates(OperationKind.SKIP, effect, null);
    }

    Scenario compensates(String step) {
        return operates(OperationKind.COMPENSATE, EffectRef.forward(step), null);
    }

    /** The operator's last message comes once more. */
    Scenario operationComesAgain() {
        return play(new Input.Operate(Objects.requireNonNull(operation, "there was none")));
    }

    private Scenario operates(OperationKind kind, @Nullable EffectRef effect, @Nullable Resolution resolution) {
        operation = new Operation(
                "o-" + ++operations,
                kind,
                saga().tenantId(),
                saga().sagaId(),
                effect,
                resolution,
                resolution == Resolution.COMMITTED ? "ref-of-operator" : null,
                "operator-1",
                "as the test says",
                now);
        return play(new Input.Operate(operation));
    }

    private Scenario play(Input input) {
        take(input);
        return this;
    }
}
