package io.sluice.claim;

import static io.sluice.claim.ClaimAnswer.Result.HELD;
import static io.sluice.claim.ClaimAnswer.Result.QUEUED;
import static io.sluice.claim.ClaimAnswer.Result.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimMessage.ClaimAsk;
import io.sluice.claim.ClaimMessage.ClaimRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what is competed for. After each test the fold over the journal gives the state (invariant 8). */
class LedgerTest {

    private static final String KEY = ClaimKeys.target("acme", "case", "4711");
    private static final Duration LEASE = MemoryLedger.LIMITS.lease();

    private final MemoryLedger ledger = new MemoryLedger(MemoryLedger.LIMITS);

    private static ClaimAsk ask(String claim, Terms terms) {
        return new ClaimAsk(claim, KEY, "acme", "acme/" + claim, ClaimKind.LIMIT, "case 4711", terms, "c-" + claim);
    }

    private static ClaimRelease release(String claim) {
        return new ClaimRelease(claim, KEY, "acme", "acme/" + claim);
    }

    private static ClaimRelease releaseAt(String claim, Instant freeAt) {
        return new ClaimRelease(claim, KEY, "acme", "acme/" + claim, freeAt);
    }

    private List<String> told(List<ClaimAnswer> answers) {
        return answers.stream()
                .map(answer -> answer.claimId() + " " + answer.result())
                .toList();
    }

    @AfterEach
    void foldOfTheJournalIsTheState() {
        MemoryLedger replayed = MemoryLedger.replay(ledger);

        assertThat(replayed.resources()).isEqualTo(ledger.resources());
        assertThat(replayed.leases()).isEqualTo(ledger.leases());
    }

    @Test
    void shouldGiveATargetToOneSagaAtATimeInTheOrderInWhichTheyAsked() {
        assertThat(told(ledger.take(ask("a", Terms.ALONE)))).containsExactly("a HELD");
        assertThat(told(ledger.take(ask("b", Terms.ALONE)))).containsExactly("b QUEUED");
        assertThat(told(ledger.take(ask("c", Terms.ALONE)))).containsExactly("c QUEUED");

        assertThat(told(ledger.take(release("a")))).containsExactly("b HELD");
        assertThat(told(ledger.take(release("b")))).containsExactly("c HELD");
        assertThat(ledger.take(release("c"))).isEmpty();
        assertThat(ledger.resources()).isEmpty();
        assertThat(ledger.leases()).isEmpty();
    }

    @Test
    void shouldAnswerAnAskThatComesAgainWithWhereItStands() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.now = ledger.now.plusSeconds(60);

        assertThat(ledger.take(ask("a", Terms.ALONE))).singleElement().satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(HELD);
            assertThat(answer.until()).isEqualTo(ledger.now.plus(LEASE));
        });
        assertThat(ledger.take(ask("b", Terms.ALONE)))
                .extracting(ClaimAnswer::result)
                .containsExactly(QUEUED);
        assertThat(ledger.leases()).hasSize(2);
    }

    @Test
    void shouldPassOverAReleaseThatComesAgain() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.take(release("a"));

        assertThat(ledger.take(release("a"))).isEmpty();
        assertThat(told(ledger.take(ask("b", Terms.ALONE)))).containsExactly("b HELD");
    }

    @Test
    void shouldKeepForAsLongAsItIsToldWhatIsGivenBackAndMayStillBeCalledUnder() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));

        assertThat(ledger.take(releaseAt("a", ledger.now.plusSeconds(30)))).isEmpty();
        ledger.now = ledger.now.plusSeconds(29);
        assertThat(ledger.due(KEY, "a")).isEmpty();
        ledger.now = ledger.now.plusSeconds(1);
        assertThat(told(ledger.due(KEY, "a"))).containsExactly("b HELD");
    }

    @Test
    void shouldKeepWhatIsGivenBackNoLongerThanACallMayTake() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.take(releaseAt("a", ledger.now.plus(LEASE.multipliedBy(100))));
        ledger.now = ledger.now.plus(Ledger.LONGEST_CALL);

        assertThat(told(ledger.due(KEY, "a"))).containsExactly("b HELD");
    }

    @Test
    void shouldKeepNoPlaceInTheQueueForWhoGivesItBack() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.take(ask("c", Terms.ALONE));
        ledger.take(releaseAt("b", ledger.now.plusSeconds(30)));

        assertThat(told(ledger.take(release("a")))).containsExactly("c HELD");
    }

    @Test
    void shouldHoldForNobodyWhoDoesNotAskAgain() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.now = ledger.now.plusSeconds(10);
        ledger.take(ask("b", Terms.ALONE));
        ledger.now = ledger.now.plus(LEASE).minusSeconds(10);

        assertThat(told(ledger.due(KEY, "a"))).containsExactly("b HELD");
    }

    @Test
    void shouldNotEndALeaseThatWasRenewed() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.now = ledger.now.plusSeconds(200);
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.now = ledger.now.plusSeconds(200);

        assertThat(ledger.due(KEY, "a")).isEmpty();
        assertThat(ledger.leases()).hasSize(2);
    }

    @Test
    void shouldForgetWhoWaitsAndIsNotHeardOfAnyMore() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.take(ask("c", Terms.ALONE));
        ledger.now = ledger.now.plus(LEASE);
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("c", Terms.ALONE));
        ledger.due(KEY, "b");

        assertThat(told(ledger.take(release("a")))).containsExactly("c HELD");
    }

    @Test
    void shouldLetWhoeverGivesUpLeaveTheQueue() {
        ledger.take(ask("a", Terms.ALONE));
        ledger.take(ask("b", Terms.ALONE));
        ledger.take(ask("c", Terms.ALONE));

        assertThat(ledger.take(release("b"))).isEmpty();
        assertThat(told(ledger.take(release("a")))).containsExactly("c HELD");
    }

    @Test
    void shouldGiveAsManyPlacesAsTheLimitHas() {
        Terms two = new Terms(2, 0, 0);

        assertThat(told(ledger.take(ask("a", two)))).containsExactly("a HELD");
        assertThat(told(ledger.take(ask("b", two)))).containsExactly("b HELD");
        assertThat(told(ledger.take(ask("c", two)))).containsExactly("c QUEUED");
        assertThat(told(ledger.take(release("a")))).containsExactly("c HELD");
    }

    @Test
    void shouldLetInMoreAsSoonAsTheLimitIsRaised() {
        Terms one = new Terms(1, 0, 0);
        ledger.take(ask("a", one));
        ledger.take(ask("b", one));

        assertThat(told(ledger.take(ask("c", new Terms(3, 0, 0))))).containsExactly("c QUEUED", "b HELD", "c HELD");
    }

    @Test
    void shouldTurnAwayWhoeverComesWhenTooManyWait() {
        MemoryLedger small = new MemoryLedger(new LedgerLimits(LEASE, LEASE, 1));
        small.take(ask("a", Terms.ALONE));
        small.take(ask("b", Terms.ALONE));

        assertThat(small.take(ask("c", Terms.ALONE))).singleElement().satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(REFUSED);
            assertThat(answer.reason()).isEqualTo(Ledger.TOO_MANY_WAIT);
            assertThat(answer.explanation()).isEqualTo("1 wait for case 4711 already");
        });
    }

    private static ClaimAsk act(String claim) {
        return new ClaimAsk(
                claim, KEY, "acme", "acme/" + claim, ClaimKind.BUSINESS_KEY, "send {}", Terms.ALONE, "c-" + claim);
    }

    @Test
    void shouldTurnAwayWhoeverWouldDoTheSameActAgain() {
        assertThat(told(ledger.take(act("a")))).containsExactly("a HELD");

        assertThat(ledger.take(act("b"))).singleElement().satisfies(answer -> {
            assertThat(answer.result()).isEqualTo(REFUSED);
            assertThat(answer.reason()).isEqualTo(Ledger.DUPLICATE);
        });
        ledger.take(release("a"));
        assertThat(told(ledger.take(act("b")))).containsExactly("b HELD");
    }

    @Test
    void shouldRememberAnActLongerThanAnythingElse() {
        ledger.take(act("a"));
        ledger.now = ledger.now.plus(LEASE);
        assertThat(ledger.due(KEY, "a")).isEmpty();
        assertThat(ledger.take(act("b"))).extracting(ClaimAnswer::result).containsExactly(REFUSED);

        ledger.now = ledger.now.plus(MemoryLedger.LIMITS.acts());
        ledger.due(KEY, "a");
        assertThat(told(ledger.take(act("b")))).containsExactly("b HELD");
    }

    /** Invariant 11: tenants have keys of their own, whatever else is the same. */
    @Test
    void shouldNeverPutTwoTenantsBehindOneKey() {
        assertThat(ClaimKeys.target("acme", "case", "4711"))
                .startsWith("acme/")
                .isNotEqualTo(ClaimKeys.target("globex", "case", "4711"));
        assertThat(ClaimKeys.tenantOf(ClaimKeys.limit("acme", "TOOL", "send"))).isEqualTo("acme");
    }

    /** However messages come, again and late, no more hold a place than there are, and at the end nobody waits in vain. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldNeverGiveMoreThanThereIs(long seed) {
        Random random = new Random(seed);
        Terms terms = new Terms(1 + random.nextInt(3), random.nextBoolean() ? 5 : 0, 1_000);
        List<String> live = new ArrayList<>();
        for (int turn = 0; turn < 2_000; turn++) {
            ledger.now = ledger.now.plusMillis(random.nextInt(400));
            String claim = "c" + random.nextInt(40);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    ledger.take(ask(claim, terms));
                    live.add(claim);
                }
                case 2 -> ledger.take(release(claim));
                default -> ledger.due(KEY, claim);
            }
            long held = ledger.leases().values().stream().filter(Lease::held).count();
            assertThat(held).isLessThanOrEqualTo(terms.places());
            Resource resource = ledger.resource(KEY);
            assertThat(resource == null ? 0 : resource.held()).isEqualTo((int) held);
            assertThat(resource == null ? 0 : resource.waiting())
                    .isEqualTo((int) (ledger.leases().size() - held));
        }
        for (String claim : new TreeSet<>(live)) {
            ledger.take(release(claim));
        }
        assertThat(ledger.leases()).isEmpty();
    }
}
