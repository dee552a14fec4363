package io.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimMessage.ClaimAsk;
import io.sluice.claim.ClaimMessage.ClaimRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A limit by rate is a bucket that fills evenly. After each test the fold over the journal gives the state (invariant 8). */
class RateTest {

    private static final String KEY = ClaimKeys.limit("acme", "TOOL", "send");

    private final MemoryLedger ledger = new MemoryLedger(MemoryLedger.LIMITS);

    private static ClaimAsk ask(String claim, Terms terms) {
        return new ClaimAsk(claim, KEY, "acme", "acme/" + claim, ClaimKind.LIMIT, "tool send", terms, "c-" + claim);
    }

    private static ClaimRelease release(String claim) {
        return new ClaimRelease(claim, KEY, "acme", "acme/" + claim);
    }

    private List<String> told(List<ClaimAnswer> answers) {
        return answers.stream()
                .map(answer -> answer.claimId() + " " + answer.result())
                .toList();
    }

    @AfterEach
    void foldOfTheJournalIsTheState() {
        assertThat(MemoryLedger.replay(ledger).resources()).isEqualTo(ledger.resources());
    }

    @Test
    void shouldLetInNoMoreThanTheRateAndGoOnAsTimePasses() {
        Terms rate = new Terms(0, 2, 1_000);

        assertThat(told(ledger.take(ask("a", rate)))).containsExactly("a HELD");
        assertThat(told(ledger.take(ask("b", rate)))).containsExactly("b HELD");
        assertThat(told(ledger.take(ask("c", rate)))).containsExactly("c QUEUED");
        assertThat(told(ledger.take(ask("d", rate)))).containsExactly("d QUEUED");
        assertThat(ledger.take(release("a"))).isEmpty();
        assertThat(Ledger.opensAt(ledger.resource(KEY))).contains(ledger.now.plusMillis(500));

        assertThat(ledger.due(KEY, null)).isEmpty();
        ledger.now = ledger.now.plusMillis(500);
        assertThat(told(ledger.due(KEY, null))).containsExactly("c HELD");
        ledger.now = ledger.now.plusMillis(500);
        assertThat(told(ledger.due(KEY, null))).containsExactly("d HELD");
        assertThat(Ledger.opensAt(ledger.resource(KEY))).isEmpty();
    }

    /** One in 30 days was a slip: from the correction on nobody waits for the rest of them. */
    @Test
    void shouldGoByACorrectedRateAtOnce() {
        Terms slip = new Terms(0, 1, Duration.ofDays(30).toMillis());
        ledger.take(ask("a", slip));
        ledger.take(ask("b", slip));

        ledger.take(ask("c", new Terms(0, 2, 1_000)));

        assertThat(Ledger.opensAt(ledger.resource(KEY))).contains(ledger.now.plusMillis(500));
        ledger.now = ledger.now.plusMillis(500);
        assertThat(told(ledger.due(KEY, null))).containsExactly("b HELD");
        ledger.now = ledger.now.plusMillis(500);
        assertThat(told(ledger.due(KEY, null))).containsExactly("c HELD");
    }

    @Test
    void shouldNotFillTheBucketWhenTheClockIsSetBack() {
        Terms rate = new Terms(0, 1, 20_000);
        ledger.take(ask("a", rate));
        Instant full = ledger.now.plusMillis(20_000);

        ledger.now = ledger.now.minusMillis(800);
        ledger.take(ask("b", rate));

        assertThat(Ledger.opensAt(ledger.resource(KEY))).contains(full);
    }
}
