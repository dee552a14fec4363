package io.sluice.saga.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.effect.Lane;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Policy;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Evolver;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Output;
import io.sluice.saga.Places;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A saga test that can be read aloud: {@code propose(…)}, {@code expectCall("send")}, {@code answers(SUCCEEDED)},
 * {@code expectSaga(COMMITTED)}. It drives the pure machine with a clock of its own and, after every input, checks that
 * folding the journal gives the state (invariant 8).
 */
final class Scenario {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Limits LIMITS = Limits.DEFAULTS;

    private final List<Recorded> journal = new ArrayList<>();
    private final List<Intent> intents = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private Policy policy = new BuiltInPolicy();
    private TestCatalog catalog;
    private Places places = Places.UNBOUNDED;
    private Instant now = START;
    private String incarnation = "first";
    private @Nullable Saga saga;
    private Decision.@Nullable Rejected rejection;
    private int answered;

    private record Recorded(SagaEvent event, Instant at) {}

    private Scenario(TestCatalog catalog) {
        this.catalog = catalog;
    }

    static Scenario with(TestCatalog catalog) {
        return new Scenario(catalog);
    }

    Scenario policy(Policy other) {
        policy = other;
        return this;
    }

    Scenario catalogArrives(TestCatalog arrived) {
        catalog = arrived;
        return input(new Input.Due());
    }

    Scenario propose(Command command) {
        return input(new Input.Propose(command));
    }

    /** The call under way is answered. */
    Scenario answers(OutcomeResult result) {
        return input(new Input.Answer(Outcomes.of(openIntent(), result, now)));
    }

    Scenario answers(Outcome outcome) {
        return input(new Input.Answer(outcome));
    }

    Scenario doubts() {
        return input(new Input.Doubt(openIntent().intentId(), "the task changed its owner"));
    }

    Scenario wasNotFired() {
        return input(new Input.NotFired(openIntent().intentId(), "the task closed before the call"));
    }

    /** Time passes, and the saga is looked at. */
    Scenario passes(Duration duration) {
        now = now.plus(duration);
        return input(new Input.Due());
    }

    /** Time passes until the saga wants to be looked at next. */
    Scenario passesUntilDue() {
        Instant due = Schedule.nextDue(saga()).orElseThrow();
        now = due.isAfter(now) ? due : now;
        return input(new Input.Due());
    }

    /** How much is under way at the providers changes. */
    Scenario placesBecome(Places other) {
        places = other;
        return this;
    }

    Scenario placeIsFreedFor(EffectRef effect) {
        return input(new Input.PlaceFreed(effect));
    }

    Scenario expectWaiting(EffectRef effect, AttemptKind kind, Lane lane) {
        Effect waits = Objects.requireNonNull(saga().effect(effect));
        assertThat(waits.progress().waiting()).as(trace()).isNotNull();
        assertThat(waits.progress().waiting()).extracting(Waiting::kind).isEqualTo(kind);
        assertThat(waits.progress().waiting()).extracting(Waiting::lane).isEqualTo(lane);
        return this;
    }

    Scenario expectNobodyWaits() {
        assertThat(saga().effects().filter(effect -> effect.progress().waiting() != null))
                .as(trace())
                .isEmpty();
        return this;
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

    Scenario grantOf(String requestHash, String reviewer) {
        return review(ReviewerDecision.Verdict.GRANT, reviewer, requestHash, null);
    }

    Scenario reject(String reviewer, @Nullable String reason) {
        return review(
                ReviewerDecision.Verdict.REJECT, reviewer, pendingApproval().requestHash(), reason);
    }

    Scenario withdraw(String reviewer) {
        return review(ReviewerDecision.Verdict.WITHDRAW, reviewer, anyApproval().requestHash(), "changed my mind");
    }

    Scenario expectSaga(SagaStatus status) {
        assertThat(saga().status()).as(trace()).isEqualTo(status);
        return this;
    }

    Scenario expectReason(String reason) {
        assertThat(saga().reason()).as(trace()).isEqualTo(reason);
        return this;
    }

    Scenario expectEffect(String step, EffectStatus status) {
        assertThat(saga().step(step).orElseThrow().forward().status())
                .as(trace())
                .isEqualTo(status);
        return this;
    }

    Scenario expectCompensation(String step, EffectStatus status) {
        Effect effect = saga().effect(EffectRef.compensation(step));
        assertThat(effect).as(trace()).isNotNull();
        assertThat(effect).extracting(Effect::status).as(trace()).isEqualTo(status);
        return this;
    }

    Scenario expectCall(String tool) {
        return expectOpen(tool, AttemptKind.CALL);
    }

    Scenario expectLookup(String tool) {
        return expectOpen(tool, AttemptKind.LOOKUP);
    }

    Scenario expectNothingUnderWay() {
        assertThat(saga().openAttempts()).as(trace()).isEmpty();
        return this;
    }

    Scenario expectCallsOf(String tool, int count) {
        assertThat(intents.stream().filter(intent -> intent.tool().equals(tool) && intent.kind() == AttemptKind.CALL))
                .as(trace())
                .hasSize(count);
        return this;
    }

    Scenario expectRejected(String reason) {
        assertThat(rejection).as(trace()).isNotNull();
        assertThat(rejection).extracting(Decision.Rejected::reason).as(trace()).isEqualTo(reason);
        return this;
    }

    Scenario expectEscalated(String reason) {
        assertThat(saga().escalated()).as(trace()).isTrue();
        assertThat(events().filter(SagaEvent.EffectEscalated.class::isInstance)
                        .map(event -> ((SagaEvent.EffectEscalated) event).reason()))
                .as(trace())
                .contains(reason);
        return this;
    }

    Scenario expectFacts(String... types) {
        assertThat(outputs.stream()
                        .filter(Output.PublishIntegrationEvent.class::isInstance)
                        .map(output -> ((Output.PublishIntegrationEvent) output).type()))
                .as(trace())
                .containsSequence(types);
        return this;
    }

    String rejectionDetail() {
        return Objects.requireNonNull(rejection, "nothing was rejected").detail();
    }

    Saga saga() {
        if (saga == null) {
            throw new AssertionError("no saga was begun\n" + trace());
        }
        return saga;
    }

    Approval approvalOf(String step) {
        return Objects.requireNonNull(effect(step).approval(), "no approval was asked for");
    }

    @Nullable
    ConfirmedBy confirmedBy(String step) {
        Confirmation confirmation = effect(step).confirmation();
        return confirmation == null ? null : confirmation.confirmedBy();
    }

    private Effect effect(String step) {
        return saga().step(step).orElseThrow().forward();
    }

    boolean hasSaga() {
        return saga != null;
    }

    Instant now() {
        return now;
    }

    List<Intent> intents() {
        return List.copyOf(intents);
    }

    Intent openIntent() {
        String open = saga().openAttempts().getFirst().intentId();
        return intents.stream()
                .filter(intent -> intent.intentId().equals(open))
                .findFirst()
                .orElseThrow();
    }

    CommandResult lastResult() {
        return outputs.stream()
                .filter(Output.PublishResult.class::isInstance)
                .map(output -> ((Output.PublishResult) output).result())
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    Stream<SagaEvent> events() {
        return journal.stream().map(Recorded::event);
    }

    private Scenario review(
            ReviewerDecision.Verdict verdict, String reviewer, String requestHash, @Nullable String reason) {
        return input(new Input.Review(new ReviewerDecision(
                anyApproval().approvalId(),
                saga().tenantId(),
                saga().sagaId(),
                verdict,
                requestHash,
                reviewer,
                null,
                reason,
                now)));
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

    private Scenario expectOpen(String tool, AttemptKind kind) {
        assertThat(saga().openAttempts()).as(trace()).hasSize(1);
        assertThat(openIntent().tool()).as(trace()).isEqualTo(tool);
        assertThat(openIntent().kind()).as(trace()).isEqualTo(kind);
        return this;
    }

    private Scenario input(Input input) {
        Context context = new Context(now, catalog, policy, LIMITS, places, incarnation, 0.0);
        rejection = null;
        switch (Decider.decide(saga, input, context)) {
            case Decision.Rejected rejected -> rejection = rejected;
            case Decision.Accepted accepted -> accepted.events().forEach(event -> record(event, context));
        }
        answered++;
        assertThat(replayed()).as("invariant 8 after input " + answered).isEqualTo(saga);
        return this;
    }

    private void record(SagaEvent event, Context context) {
        journal.add(new Recorded(event, context.now()));
        saga = Evolver.evolve(saga, event, context.now());
        if (saga == null) {
            throw new AssertionError("an accepted decision leaves a saga");
        }
        for (Output output : Reactor.react(saga, event, context)) {
            outputs.add(output);
            if (output instanceof Output.SendIntent send) {
                intents.add(send.intent());
            }
        }
    }

    private @Nullable Saga replayed() {
        Saga folded = null;
        for (Recorded recorded : journal) {
            folded = Evolver.evolve(folded, recorded.event(), recorded.at());
        }
        return folded;
    }

    private String trace() {
        StringBuilder trace = new StringBuilder("the journal so far:\n");
        journal.forEach(recorded -> trace.append("  ").append(recorded.event()).append('\n'));
        if (rejection != null) {
            trace.append("  rejected: ").append(rejection).append('\n');
        }
        return trace.toString();
    }
}
