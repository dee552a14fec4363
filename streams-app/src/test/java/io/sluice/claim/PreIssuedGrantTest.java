package io.sluice.claim;

import static io.sluice.claim.ClaimAnswer.Result.HELD;
import static io.sluice.claim.ClaimAnswer.Result.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.GrantSubject;
import io.sluice.claim.ClaimMessage.ClaimRelease;
import io.sluice.claim.ClaimMessage.GrantIssue;
import io.sluice.claim.ClaimMessage.GrantTakeBack;
import io.sluice.claim.ClaimMessage.GrantUse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An approval that was given in advance is used once, by whoever is first and by nobody for anything else. Invariant 4. */
class PreIssuedGrantTest {

    private static final String KEY = ClaimKeys.grant("acme", "a-1");
    private static final String HASH = "0".repeat(64);
    private static final Duration LONG = Duration.ofDays(400);

    private final MemoryLedger ledger = new MemoryLedger(MemoryLedger.LIMITS);

    private static GrantSubject subject(String tool, @Nullable String target, @Nullable String artifactVersion) {
        return new GrantSubject(tool, target, "resident-1", "letter", artifactVersion, "p1", "external_notification");
    }

    private static GrantSubject letter() {
        return subject("send", "4711", "3");
    }

    private GrantIssue issue(String reviewer, String requestHash) {
        return new GrantIssue(
                "a-1", KEY, "acme", "acme/pre-issued", letter(), requestHash, ledger.now.plusSeconds(60), reviewer);
    }

    private GrantIssue issue() {
        return issue("rita", PreIssuedGrant.ANY_REQUEST);
    }

    private static GrantUse use(String claim, GrantSubject subject, String proposer) {
        return new GrantUse(claim, KEY, "acme", "acme/" + claim, new GrantWish(subject, HASH, proposer));
    }

    private static GrantUse use(String claim) {
        return use(claim, letter(), "agent-7");
    }

    private void assertRefused(List<ClaimAnswer> answers, String reason) {
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(REFUSED);
            assertThat(answer.reason()).isEqualTo(reason);
        });
    }

    private void assertPassedOver(String reason) {
        assertThat(ledger.last())
                .isInstanceOfSatisfying(
                        LedgerEvent.GrantPassedOver.class,
                        passed -> assertThat(passed.reason()).isEqualTo(reason));
    }

    @AfterEach
    void foldOfTheJournalIsTheState() {
        assertThat(MemoryLedger.replay(ledger).grants()).isEqualTo(ledger.grants());
    }

    @Test
    void shouldGiveItToTheFirstOfTwoThatRaceForIt() {
        ledger.take(issue());

        assertThat(ledger.take(use("one"))).singleElement().satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(HELD);
            assertThat(answer.sagaId()).isEqualTo("acme/one");
            assertThat(answer.grant())
                    .isNotNull()
                    .extracting(PreIssuedGrant::reviewers)
                    .isEqualTo(List.of("rita"));
        });
        assertRefused(ledger.take(use("two")), Grants.USED);
    }

    @Test
    void shouldTellTheOneThatHasItSoAgain() {
        ledger.take(issue());
        ledger.take(use("one"));

        assertThat(ledger.take(use("one"))).extracting(ClaimAnswer::result).containsExactly(HELD);
    }

    @Test
    void shouldBeUsedForGoodHoweverMuchTimePasses() {
        ledger.take(issue());
        ledger.take(use("one"));
        ledger.now = ledger.now.plus(LONG);

        assertThat(ledger.due(KEY, "one")).isEmpty();
        assertRefused(ledger.take(use("two")), Grants.USED);
        ledger.take(issue());
        assertPassedOver(Grants.GIVEN_BEFORE);
        assertRefused(ledger.take(use("two")), Grants.USED);
    }

    @Test
    void shouldBeThereAgainWhenWhoeverHadItDidNothingWithIt() {
        ledger.take(issue());
        ledger.take(use("one"));
        ledger.take(new ClaimRelease("two", KEY, "acme", "acme/two"));
        assertRefused(ledger.take(use("two")), Grants.USED);

        ledger.take(new ClaimRelease("one", KEY, "acme", "acme/one"));

        assertThat(ledger.take(use("two"))).extracting(ClaimAnswer::result).containsExactly(HELD);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void shouldNotBeUsedForAnythingElse(String field, GrantSubject wanted) {
        ledger.take(issue());

        List<ClaimAnswer> answers = ledger.take(use("one", wanted, "agent-7"));

        assertRefused(answers, Grants.MISMATCH);
        assertThat(answers.getFirst().explanation()).contains(field);
        assertThat(ledger.take(use("two"))).extracting(ClaimAnswer::result).containsExactly(HELD);
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of("approved_action", subject("wipe", "4711", "3")),
                Arguments.of("target_id", subject("send", "4712", "3")),
                Arguments.of("target_id", subject("send", null, "3")),
                Arguments.of("artifact_version", subject("send", "4711", "4")));
    }

    @Test
    void shouldNotBeUsedForAnotherRequestThanTheOneThatItNames() {
        ledger.take(issue("rita", "f".repeat(64)));

        assertRefused(ledger.take(use("one")), Grants.OTHER_REQUEST);
    }

    @Test
    void shouldBeUsedForTheRequestThatItNames() {
        ledger.take(issue("rita", HASH));

        assertThat(ledger.take(use("one"))).extracting(ClaimAnswer::result).containsExactly(HELD);
    }

    @Test
    void shouldNotBeUsedByWhoeverGaveIt() {
        ledger.take(issue("agent-7", PreIssuedGrant.ANY_REQUEST));

        assertRefused(ledger.take(use("one")), Grants.OWN);
    }

    @Test
    void shouldNotBeUsedAfterItsTimeNorBeforeItWasGiven() {
        assertRefused(ledger.take(use("one")), Grants.UNKNOWN);
        ledger.take(issue());
        ledger.now = ledger.now.plusSeconds(60);

        assertRefused(ledger.take(use("one")), Grants.EXPIRED);
    }

    @Test
    void shouldNotBeTakenOnWhenItsTimeIsOver() {
        GrantIssue late = issue();
        ledger.now = ledger.now.plusSeconds(60);
        ledger.take(late);

        assertPassedOver(Grants.EXPIRED);
        assertRefused(ledger.take(use("one")), Grants.UNKNOWN);
    }

    @Test
    void shouldGatherTheReviewersWhoGiveTheSame() {
        ledger.take(issue());
        ledger.take(issue("tom", PreIssuedGrant.ANY_REQUEST));
        ledger.take(issue("tom", PreIssuedGrant.ANY_REQUEST));
        assertPassedOver(Grants.GIVEN_BEFORE);
        ledger.take(issue("ann", HASH));
        assertPassedOver(Grants.MISMATCH);

        assertThat(ledger.take(use("one")).getFirst().grant())
                .isNotNull()
                .extracting(PreIssuedGrant::reviewers)
                .isEqualTo(List.of("rita", "tom"));
    }

    @Test
    void shouldBeTakenBackByWhoeverGaveItUntilItIsUsed() {
        ledger.take(issue());
        ledger.take(takeBack("tom"));
        assertPassedOver(Grants.NOT_THE_REVIEWER);
        ledger.take(takeBack("rita"));

        assertRefused(ledger.take(use("one")), Grants.WITHDRAWN);
        ledger.take(issue());
        assertPassedOver(Grants.WITHDRAWN);
    }

    @Test
    void shouldStayWithWhoeverHasItThoughItIsTakenBack() {
        ledger.take(issue());
        ledger.take(use("one"));
        ledger.take(takeBack("rita"));

        assertThat(ledger.take(use("one"))).extracting(ClaimAnswer::result).containsExactly(HELD);
        assertRefused(ledger.take(use("two")), Grants.USED);
        ledger.take(takeBack("rita"));
        assertPassedOver(Grants.WITHDRAWN);
    }

    /** Invariant 4: a command had it for a moment and could not use it. */
    @Test
    void shouldBeGivenToNobodyElseWhereItWasTakenBackWhileSomebodyHadIt() {
        ledger.take(issue());
        ledger.take(use("one"));
        ledger.take(takeBack("rita"));
        ledger.take(release("one"));

        assertRefused(ledger.take(use("two")), Grants.WITHDRAWN);
    }

    @Test
    void shouldGatherAReviewerWhoGivesItWhileSomebodyHasItForAMoment() {
        ledger.take(issue());
        ledger.take(use("one"));
        ledger.take(issue("tom", PreIssuedGrant.ANY_REQUEST));
        assertRefused(ledger.take(use("two")), Grants.USED);
        ledger.take(release("one"));

        assertThat(ledger.take(use("two")).getFirst().grant())
                .isNotNull()
                .extracting(PreIssuedGrant::reviewers)
                .isEqualTo(List.of("rita", "tom"));
    }

    private static ClaimMessage.ClaimRelease release(String claim) {
        return new ClaimMessage.ClaimRelease(claim, KEY, "acme", "acme/" + claim);
    }

    private static GrantTakeBack takeBack(String reviewer) {
        return new GrantTakeBack("a-1", KEY, "acme", "acme/pre-issued", reviewer, "changed my mind");
    }
}
