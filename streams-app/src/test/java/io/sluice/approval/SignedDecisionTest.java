package io.sluice.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.DecisionKeys.Distrust;
import io.sluice.approval.ReviewerDecision.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision counts exactly as somebody with a known key has signed it. Invariant 4. */
class SignedDecisionTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final GrantSubject SUBJECT =
            new GrantSubject("notice.send", "case-1", "resident-1", "letter-1", "3", "p1", "irreversible");
    private static final ReviewerDecision DECISION = new ReviewerDecision(
            "city/1:send@4", "city", "city/1", Verdict.GRANT, "h", "rita", NOON, "fine", SUBJECT, null, NOON);
    private static final TestKeys KEYS = TestKeys.named("k1");

    @Test
    void shouldBelieveWhatAKnownKeyHasSigned() {
        assertThat(KEYS.verify().distrust(KEYS.signer().sign(DECISION))).isEmpty();
    }

    @Test
    void shouldSignCanonicalJsonOfEveryField() {
        assertThat(new String(SignedForm.of(DECISION, "k1"), StandardCharsets.UTF_8))
                .isEqualTo("{\"approval_id\":\"city/1:send@4\",\"decided_at\":1767268800000,"
                        + "\"expires_at\":1767268800000,\"form\":\"sluice.decision.v1\",\"key_id\":\"k1\","
                        + "\"reason\":\"fine\",\"request_hash\":\"h\",\"reviewer_id\":\"rita\",\"saga_id\":\"city/1\","
                        + "\"subject\":{\"approved_action\":\"notice.send\",\"artifact_id\":\"letter-1\","
                        + "\"artifact_version\":\"3\",\"policy_version\":\"p1\",\"recipient_id\":\"resident-1\","
                        + "\"risk_level\":\"irreversible\",\"target_id\":\"case-1\"},\"tenant_id\":\"city\","
                        + "\"verdict\":\"grant\"}");
    }

    @Test
    void shouldNotBelieveWhatNobodyHasSigned() {
        assertThat(KEYS.verify().distrust(DECISION)).hasValue(Distrust.NOT_SIGNED);
    }

    @Test
    void shouldBelieveNobodyWithoutAKey() {
        assertThat(DecisionKeys.NONE.distrust(KEYS.signer().sign(DECISION))).hasValue(Distrust.UNKNOWN_KEY);
    }

    @Test
    void shouldNotBelieveAnotherKeyOfTheSameName() {
        assertThat(KEYS.verify().distrust(TestKeys.named("k1").signer().sign(DECISION)))
                .hasValue(Distrust.WRONG_SIGNATURE);
    }

    @Test
    void shouldBelieveSeveralKeysWhileTheyAreRotated() {
        TestKeys next = TestKeys.named("k2");
        DecisionKeys both = new DecisionKeys(
                Map.of("k1", KEYS.pair().getPublic(), "k2", next.pair().getPublic()));

        assertThat(both.distrust(KEYS.signer().sign(DECISION))).isEmpty();
        assertThat(both.distrust(next.signer().sign(DECISION))).isEmpty();
        assertThat(next.verify().distrust(KEYS.signer().sign(DECISION))).hasValue(Distrust.UNKNOWN_KEY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changed")
    void shouldNotBelieveWhatWasChangedAfterItWasSigned(String what, ReviewerDecision changed) {
        DecisionSignature signature =
                Objects.requireNonNull(KEYS.signer().sign(DECISION).signature());

        assertThat(KEYS.verify().distrust(changed.signed(signature))).as(what).hasValue(Distrust.WRONG_SIGNATURE);
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                Arguments.of("approval", with("city/1:send@5", "city", Verdict.GRANT, "h", "rita", NOON, SUBJECT)),
                Arguments.of("tenant", with("city/1:send@4", "town", Verdict.GRANT, "h", "rita", NOON, SUBJECT)),
                Arguments.of("verdict", with("city/1:send@4", "city", Verdict.WITHDRAW, "h", "rita", NOON, SUBJECT)),
                Arguments.of("request", with("city/1:send@4", "city", Verdict.GRANT, "i", "rita", NOON, SUBJECT)),
                Arguments.of("reviewer", with("city/1:send@4", "city", Verdict.GRANT, "h", "ruth", NOON, SUBJECT)),
                Arguments.of(
                        "expiry",
                        with("city/1:send@4", "city", Verdict.GRANT, "h", "rita", NOON.plusSeconds(1), SUBJECT)),
                Arguments.of("no expiry", with("city/1:send@4", "city", Verdict.GRANT, "h", "rita", null, SUBJECT)),
                Arguments.of("no subject", with("city/1:send@4", "city", Verdict.GRANT, "h", "rita", NOON, null)),
                Arguments.of(
                        "recipient",
                        with(
                                "city/1:send@4",
                                "city",
                                Verdict.GRANT,
                                "h",
                                "rita",
                                NOON,
                                new GrantSubject(
                                        "notice.send",
                                        "case-1",
                                        "resident-2",
                                        "letter-1",
                                        "3",
                                        "p1",
                                        "irreversible"))));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldNotBelieveASignatureThatIsNone(String value) {
        assertThat(KEYS.verify().distrust(DECISION.signed(new DecisionSignature("k1", value))))
                .hasValue(Distrust.WRONG_SIGNATURE);
    }

    static Stream<String> malformed() {
        return Stream.of("", "not base64!", "AAAA", "A".repeat(88));
    }

    private static ReviewerDecision with(
            String approvalId,
            String tenant,
            Verdict verdict,
            String hash,
            String reviewer,
            @Nullable Instant expiresAt,
            @Nullable GrantSubject subject) {
        return new ReviewerDecision(
                approvalId, tenant, "city/1", verdict, hash, reviewer, expiresAt, "fine", subject, null, NOON);
    }
}
