package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.TestKeys;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import io.sluice.saga.Reason;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A grant is for one act, by somebody whose service has signed it. Invariant 4. */
class GrantTest {
    private static final TestKeys KEYS = TestKeys.named("k1");

    private static Scenario waiting() {
        return Scenario.with(TestCatalog.empty()
                        .tool("send", EffectType.EXTERNAL_NOTIFICATION, Reversibility.PIVOT, Capability.KEYS))
                .propose(Commands.tool("send"))
                .expectEffect("send", APPROVAL_REQUIRED);
    }

    @ParameterizedTest(name = "another {0}")
    @MethodSource("others")
    void shouldRefuseAGrantForSomethingElse(String field, UnaryOperator<GrantSubject> change) {
        Scenario scenario = waiting().grantFor(change);

        scenario.expectRejected(Reason.GRANT_MISMATCH)
                .expectEffect("send", APPROVAL_REQUIRED)
                .expectCallsOf("send", 0);
        assertThat(scenario.rejectionDetail()).contains(field);
        scenario.grant("reviewer-1").expectCall("send");
    }

    static Stream<Arguments> others() {
        return Stream.of(
                other("approved_action", s -> subject("wipe", s.targetId(), s.recipientId(), null, null, s)),
                other("target_id", s -> subject("send", "4712", s.recipientId(), null, null, s)),
                other("target_id", s -> subject("send", null, s.recipientId(), null, null, s)),
                other("recipient_id", s -> subject("send", s.targetId(), "resident-2", null, null, s)),
                other("artifact_id", s -> subject("send", s.targetId(), s.recipientId(), "letter", null, s)),
                other("artifact_version", s -> subject("send", s.targetId(), s.recipientId(), null, "2", s)),
                other(
                        "policy_version",
                        s -> new GrantSubject(
                                "send", s.targetId(), s.recipientId(), null, null, "earlier", s.riskLevel())),
                other(
                        "risk_level",
                        s -> new GrantSubject(
                                "send", s.targetId(), s.recipientId(), null, null, s.policyVersion(), "none")));
    }

    private static Arguments other(String field, UnaryOperator<GrantSubject> change) {
        return Arguments.of(field, change);
    }

    private static GrantSubject subject(
            String action,
            @Nullable String target,
            @Nullable String recipient,
            @Nullable String artifact,
            @Nullable String version,
            GrantSubject of) {
        return new GrantSubject(action, target, recipient, artifact, version, of.policyVersion(), of.riskLevel());
    }

    @Test
    void shouldCallWhenTheSignatureHolds() {
        waiting().grantSeenBy(KEYS.verify(), KEYS.signer()::sign).expectCall("send");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void shouldRefuseAGrantThatIsNotVouchedFor(
            String reason, DecisionKeys keys, UnaryOperator<ReviewerDecision> change) {
        waiting()
                .grantSeenBy(keys, change)
                .expectRejected(reason)
                .expectEffect("send", APPROVAL_REQUIRED)
                .expectCallsOf("send", 0);
    }

    static Stream<Arguments> forgeries() {
        UnaryOperator<ReviewerDecision> unsigned = UnaryOperator.identity();
        UnaryOperator<ReviewerDecision> signed = KEYS.signer()::sign;
        return Stream.of(
                Arguments.of(Reason.NOT_SIGNED, KEYS.verify(), unsigned),
                Arguments.of(Reason.UNKNOWN_KEY, DecisionKeys.NONE, signed),
                Arguments.of(Reason.UNKNOWN_KEY, TestKeys.named("k2").verify(), signed),
                Arguments.of(Reason.WRONG_SIGNATURE, TestKeys.named("k1").verify(), signed));
    }
}
