package io.sluice.saga.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.effect.Lane;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Waiting;
import java.time.Instant;
import java.util.Objects;

/**
 * What a test says should hold after an input.
 *
 * @param <S> the kind of test, so that it can be told in one sentence
 */
abstract class Expectations<S extends Expectations<S>> extends MachineRun {

    Expectations(Catalog catalog) {
        super(catalog);
    }

    abstract S self();

    S expectSaga(SagaStatus status) {
        assertThat(saga().status()).as(trace()).isEqualTo(status);
        return self();
    }

    S expectReason(String reason) {
        assertThat(saga().reason()).as(trace()).isEqualTo(reason);
        return self();
    }

    S expectEffect(String step, EffectStatus status) {
        assertThat(saga().step(step).orElseThrow().forward().status())
                .as(trace())
                .isEqualTo(status);
        return self();
    }

    S expectCompensation(String step, EffectStatus status) {
        Effect effect = saga().effect(EffectRef.compensation(step));
        assertThat(effect).as(trace()).isNotNull();
        assertThat(effect).extracting(Effect::status).as(trace()).isEqualTo(status);
        return self();
    }

    S expectCall(String tool) {
        return expectOpen(tool, AttemptKind.CALL);
    }

    S expectLookup(String tool) {
        return expectOpen(tool, AttemptKind.LOOKUP);
    }

    S expectNothingUnderWay() {
        assertThat(saga().openAttempts()).as(trace()).isEmpty();
        return self();
    }

    S expectCallsOf(String tool, int count) {
        assertThat(intents().stream().filter(intent -> intent.tool().equals(tool) && intent.kind() == AttemptKind.CALL))
                .as(trace())
                .hasSize(count);
        return self();
    }

    S expectRejected(String reason) {
        assertThat(rejection()).as(trace()).isNotNull();
        assertThat(rejection())
                .extracting(Decision.Rejected::reason)
                .as(trace())
                .isEqualTo(reason);
        return self();
    }

    /** What is under way carries {@code text} in its body. */
    S expectSent(String tool, String text) {
        expectOpen(tool, AttemptKind.CALL);
        assertThat(openIntent().request().body()).as(trace()).contains(text);
        return self();
    }

    S expectNoReadBack() {
        assertThat(openIntent().readBack()).as(trace()).isNull();
        return self();
    }

    S expectVersionOf(String tool, String version) {
        expectOpen(tool, AttemptKind.CALL);
        assertThat(openIntent().toolVersion()).as(trace()).isEqualTo(version);
        return self();
    }

    /** However often it was called, it was one logical effect (invariant 2). */
    S expectOneKeyOf(String tool) {
        assertThat(intents().stream()
                        .filter(intent -> intent.tool().equals(tool))
                        .map(Intent::idempotencyKey)
                        .distinct())
                .as(trace())
                .hasSize(1);
        return self();
    }

    S expectOwnKeyOfCompensation(String step) {
        Effect undo = Objects.requireNonNull(saga().effect(EffectRef.compensation(step)));
        assertThat(undo.idempotencyKey()).as(trace()).isNotEqualTo(effect(step).idempotencyKey());
        return self();
    }

    S expectConfirmed(String step, String how) {
        assertThat(effect(step).status()).as(trace()).isEqualTo(EffectStatus.COMMITTED);
        assertThat(confirmedBy(step)).as(trace()).hasToString(how);
        assertThat(lastResult().externalRefs()).as(trace()).containsKey(step);
        return self();
    }

    S expectUndoneAfter(String step, Instant began) {
        assertThat(events().filter(SagaEvent.EffectCompensated.class::isInstance)
                        .map(SagaEvent.EffectCompensated.class::cast)
                        .filter(done -> done.step().equals(step)))
                .as(trace())
                .singleElement()
                .satisfies(done -> assertThat(done.endedAt()).isAfter(began));
        return self();
    }

    S expectDuplicate(String commandId, String original) {
        assertThat(resultOf(commandId).duplicateOf()).as(trace()).isEqualTo(original);
        return self();
    }

    S expectNotRejected() {
        assertThat(rejection()).as(trace()).isNull();
        return self();
    }

    S expectEscalated(String reason) {
        assertThat(saga().escalated()).as(trace()).isTrue();
        assertThat(events().filter(SagaEvent.EffectEscalated.class::isInstance)
                        .map(event -> ((SagaEvent.EffectEscalated) event).reason()))
                .as(trace())
                .contains(reason);
        return self();
    }

    S expectSagaEscalated() {
        assertThat(saga().escalated()).as(trace()).isTrue();
        return self();
    }

    S expectFacts(String... types) {
        assertThat(outputs()
                        .filter(Output.PublishIntegrationEvent.class::isInstance)
                        .map(output -> ((Output.PublishIntegrationEvent) output).type()))
                .as(trace())
                .containsSequence(types);
        return self();
    }

    S expectNotEscalated() {
        assertThat(saga().escalated()).as(trace()).isFalse();
        return self();
    }

    S expectEffectReason(EffectRef effect, String reason) {
        assertThat(saga().effect(effect)).as(trace()).isNotNull();
        assertThat(saga().effect(effect)).extracting(Effect::reason).as(trace()).isEqualTo(reason);
        return self();
    }

    S expectWaiting(EffectRef effect, AttemptKind kind, Lane lane) {
        Effect waits = Objects.requireNonNull(saga().effect(effect));
        assertThat(waits.progress().waiting()).as(trace()).isNotNull();
        assertThat(waits.progress().waiting()).extracting(Waiting::kind).isEqualTo(kind);
        assertThat(waits.progress().waiting()).extracting(Waiting::lane).isEqualTo(lane);
        return self();
    }

    S expectNobodyWaits() {
        assertThat(saga().effects().filter(effect -> effect.progress().waiting() != null))
                .as(trace())
                .isEmpty();
        return self();
    }

    private S expectOpen(String tool, AttemptKind kind) {
        assertThat(saga().openAttempts()).as(trace()).hasSize(1);
        assertThat(openIntent().tool()).as(trace()).isEqualTo(tool);
        assertThat(openIntent().kind()).as(trace()).isEqualTo(kind);
        return self();
    }
}
