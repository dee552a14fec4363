package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.topology.machine.ReviewedMachine.Attempt;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which an approval can be wrong, with machine, claim ledger and signatures together. Invariant 4: no
 * decision, no effect.
 */
class WrongApprovalTest {

    /** In each row: what is wrong, what happens, how many letters are sent, and what the journal says. */
    @ParameterizedTest(name = "an approval that {0}")
    @MethodSource("approvals")
    void shouldSendNothingForAnApprovalThat(String way, Attempt attempt, int sent, String told) {
        try (ReviewedMachine machine = new ReviewedMachine()) {
            attempt.on(machine);
            machine.settle();

            assertThat(machine.sent()).isEqualTo(sent);
            assertThat(machine.told()).anySatisfy(line -> assertThat(line).contains(told.split(" … ")));
        }
    }

    static Stream<Arguments> approvals() {
        return Stream.of(
                // It is for something else than what would be sent.
                way(
                        "is for another version of the artifact",
                        m -> m.grant(m.subject("artifact_version", "4")),
                        0,
                        "grant_mismatch … artifact_version"),
                way(
                        "is for another artifact",
                        m -> m.grant(m.subject("artifact_id", "letter-2")),
                        0,
                        "grant_mismatch … artifact_id"),
                way(
                        "is for another recipient",
                        m -> m.grant(m.subject("recipient_id", "resident-2")),
                        0,
                        "grant_mismatch … recipient_id"),
                way(
                        "is for another target",
                        m -> m.grant(m.subject("target_id", "4712")),
                        0,
                        "grant_mismatch … target_id"),
                way(
                        "is for another action",
                        m -> m.grant(m.subject("approved_action", "wipe")),
                        0,
                        "grant_mismatch … approved_action"),
                way(
                        "is for a lower risk",
                        m -> m.grant(m.subject("risk_level", "draft")),
                        0,
                        "grant_mismatch … risk_level"),
                way(
                        "is for other policies",
                        m -> m.grant(m.subject("policy_version", "earlier")),
                        0,
                        "grant_mismatch … policy_version"),
                way("names another request", m -> m.grant(m.of("0000", "s-1")), 0, "request_hash_mismatch"),

                // Its time or its use is over.
                way(
                        "comes after the request has expired",
                        m -> m.advance(Duration.ofMinutes(10)),
                        0,
                        "approval_expired"),
                way(
                        "expires between the grant and the call",
                        m -> m.grant().pass(Duration.ofMinutes(10)),
                        0,
                        "approval_expired"),
                way("is withdrawn before the call", m -> m.grant().withdraw(), 0, "approval_withdrawn"),
                way("is used twice", m -> m.grant().grant(), 1, "approval_closed"),
                way(
                        "was given under policies that have changed since",
                        m -> m.grant().changePolicy(),
                        0,
                        "asked_again"),

                // It is not this reviewer's to give.
                way("is given by the proposer", m -> m.grant(m.of("agent-7")), 0, "reviewer_is_proposer"),
                way("is given by somebody without the role", m -> m.grant(m.of("rita")), 0, "reviewer_lacks_role"),
                way(
                        "is given by somebody who loses the role before the call",
                        m -> m.grant().takeRoleFromTheReviewer(),
                        0,
                        "asked_again"),
                way("nobody has signed", m -> m.write(m.of("s-1")), 0, "not_signed"),
                way("a stranger has signed", m -> m.write(m.signedByAStranger()), 0, "unknown_key"),
                way("a stranger has signed in our name", m -> m.write(m.forged()), 0, "wrong_signature"),
                way("was changed after it was signed", m -> m.write(m.changed()), 0, "wrong_signature"),

                // It was given in advance.
                way(
                        "was given in advance and is used twice",
                        m -> m.give("s-1", "4711").use("one").use("two"),
                        1,
                        "approval_used"),
                way(
                        "was given in advance and two commands race for it",
                        m -> m.give("s-1", "4711").race("one", "two"),
                        1,
                        "approval_used"),
                way(
                        "was given in advance and was taken back",
                        m -> m.give("s-1", "4711").takeBack().use("one"),
                        0,
                        "approval_withdrawn"),
                way(
                        "was given in advance for another target",
                        m -> m.give("s-1", "4712").use("one"),
                        0,
                        "grant_mismatch … target_id"),
                way(
                        "was given in advance by the proposer",
                        m -> m.give("agent-7", "4711").use("one"),
                        0,
                        "reviewer_is_proposer"),
                way(
                        "was given in advance by somebody without the role",
                        m -> m.give("rita", "4711").use("one"),
                        0,
                        "asked_again"),
                way(
                        "was given in advance and has expired",
                        m -> m.give("s-1", "4711").pass(Duration.ofHours(1)).use("one"),
                        0,
                        "grant_expired"),
                way(
                        "was given in advance under other policies",
                        m -> m.give("s-1", "4711").changePolicy().use("one"),
                        0,
                        "grant_mismatch … policy_version"),
                way("was never given", m -> m.use("one"), 0, "unknown_approval"));
    }

    private static Arguments way(String sentence, Attempt attempt, int sent, String told) {
        return Arguments.of(sentence, attempt, sent, told);
    }
}
