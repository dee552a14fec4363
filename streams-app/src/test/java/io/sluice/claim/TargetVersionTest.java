package io.sluice.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimMessage.VersionAsk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger keeps the version that each target's owner last said, and none goes backward. */
class TargetVersionTest {

    private static final String KEY = ClaimKeys.version("acme", "case", "4711");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MemoryLedger ledger = new MemoryLedger(MemoryLedger.LIMITS);
    private final List<LedgerEvent> journal = new ArrayList<>();

    @BeforeEach
    void beginLater() {
        ledger.now = START.plusSeconds(60);
    }

    private void hear(String tenant, String version, long second) {
        DomainEvent event = new DomainEvent(tenant, "case", "4711", version, START.plusSeconds(second));
        assertThat(ledger.take(event.report("domain-events-0@" + second))).isEmpty();
        journal.add(ledger.last());
    }

    private @Nullable TargetVersion asked(String tenant, @Nullable String type) {
        ClaimAnswer answer = ledger.take(
                        new VersionAsk("s@1", ClaimKeys.version(tenant, type, "4711"), tenant, tenant + "/s"))
                .getFirst();
        assertThat(answer.result()).isEqualTo(ClaimAnswer.Result.TOLD);
        assertThat(answer.sagaId()).isEqualTo(tenant + "/s");
        return answer.target();
    }

    /** Replaying the journal gives the state. Invariant 8. */
    @AfterEach
    void shouldBeTheFoldOfItsJournal() {
        assertThat(MemoryLedger.replay(ledger).versions()).isEqualTo(ledger.versions());
    }

    @ParameterizedTest(name = "{0} at {1}, then {2} at {3}: {4}")
    @CsvSource({
        "3,  1, 4,  2, 4, ''",
        "3,  1, 4,  0, 4, ''",
        "9,  1, 10, 2, 10, ''",
        "4,  1, 3,  2, 4, older_version",
        "4,  1, 4,  2, 4, known_version",
        "4,  1, 04, 2, 4, known_version",
        "a,  1, b,  2, b, ''",
        "b,  1, a,  2, a, ''",
        "b,  2, a,  1, b, older_version",
        "b,  1, a,  1, a, ''",
        "b,  1, b,  1, b, known_version",
        "b,  2, b,  1, b, known_version",
        "3,  1, v4, 2, v4, ''",
        "v4, 2, 3,  1, v4, older_version",
        "99999999999999999998, 1, 99999999999999999999, 2, 99999999999999999999, ''",
        "99999999999999999999, 1, 99999999999999999998, 2, 99999999999999999999, older_version",
    })
    void shouldKnowTheLatestVersion(String one, long at, String next, long then, String known, String passedOver) {
        hear("acme", one, at);
        hear("acme", next, then);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo(known);
        assertThat(journal.getLast() instanceof LedgerEvent.VersionPassedOver passed ? passed.reason() : "")
                .isEqualTo(passedOver);
    }

    /** It had the first version again before the second one was told. */
    @Test
    void shouldNotGoBackToAVersionFromBetweenTwoTimesOfTheSameOne() {
        hear("acme", "a", 1);
        hear("acme", "a", 5);
        hear("acme", "b", 3);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo("a");
    }

    @Test
    void shouldHearAnOwnerAgainWhoseClockRanAhead() {
        hear("acme", "a", 1_000_000_000);
        ledger.now = ledger.now.plusSeconds(1);
        hear("acme", "b", 61);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo("b");
    }

    @Test
    void shouldKnowNothingOfATargetThatNobodyHasSpokenOf() {
        hear("acme", "3", 1);

        assertThat(asked("acme", "file")).isNull();
        assertThat(asked("acme", null)).isNull();
        assertThat(asked("acme", "case"))
                .isEqualTo(new TargetVersion(KEY, "acme", "case 4711", "3", START.plusSeconds(1)));
    }

    /** Invariant 11. */
    @Test
    void shouldNotLetTenantsSpeakOfEachOthersTargets() {
        hear("acme", "3", 1);
        hear("other", "9", 2);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo("3");
        assertThat(asked("other", "case")).extracting(TargetVersion::version).isEqualTo("9");
    }

    private void correct(String version, Instant requestedAt) {
        TargetVersion target = new TargetVersion(KEY, "acme", "case 4711", version, requestedAt);
        assertThat(ledger.take(new ClaimMessage.VersionCorrection(
                        "o-1", KEY, "acme", "acme/versions", target, "olga", "a test wrote it")))
                .isEmpty();
        journal.add(ledger.last());
    }

    /** One wrong number that is too high would make every command stale for good. */
    @ParameterizedTest(name = "{0} is put right as {1}, then the owner says {2}")
    @CsvSource({"99999999, 7, 8", "z, a, b"})
    void shouldBelieveAnOperatorWhoPutsAVersionRight(String wrong, String right, String next) {
        hear("acme", wrong, 100);
        ledger.now = START.plusSeconds(120);
        correct(right, ledger.now);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo(right);
        assertThat(journal.getLast())
                .isEqualTo(new LedgerEvent.VersionCorrected(
                        new TargetVersion(
                                KEY,
                                "acme",
                                "case 4711",
                                right,
                                ledger.now,
                                null,
                                new CorrectedBy("o-1", ledger.now, wrong, START.plusSeconds(100))),
                        wrong,
                        "o-1",
                        "olga",
                        "a test wrote it"));

        ledger.now = START.plusSeconds(140);
        hear("acme", next, 130);
        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo(next);
    }

    @Test
    void shouldTakeTheSameCorrectionForOldOnceTheOwnerHasSpoken() {
        hear("acme", "99999999", 10);
        correct("7", START.plusSeconds(20));
        hear("acme", "8", 30);

        correct("7", START.plusSeconds(20));

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo("8");
        assertThat(journal.getLast()).isInstanceOf(LedgerEvent.VersionPassedOver.class);
    }

    /** The owner's clock may be behind, and an owner tells what it changed a while later. */
    @Test
    void shouldTakeTheSameCorrectionForOldOnceTheOwnerHasSpokenOfATimeBefore() {
        hear("acme", "99999999", 10);
        correct("7", START.plusSeconds(20));
        hear("acme", "8", 15);

        correct("7", START.plusSeconds(20));

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo("8");
        assertThat(journal.getLast()).isInstanceOf(LedgerEvent.VersionPassedOver.class);
    }

    /** Owners may repeat what they said as often as they like. */
    @ParameterizedTest(name = "{0} at {1}, put right as {2}")
    @CsvSource({"99999999, 10, 8", "99999999, 100000, 8", "bad, 10, good", "bad, 100000, good"})
    void shouldNotGoBackToWhatWasWrongWhereItIsSaidOnceMore(String wrong, long second, String right) {
        hear("acme", wrong, second);
        ledger.now = ledger.now.plusSeconds(1);
        correct(right, ledger.now);
        ledger.now = ledger.now.plusSeconds(1);

        hear("acme", wrong, second);
        correct(right, ledger.now.minusSeconds(1));
        hear("acme", wrong, second);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo(right);
        ledger.now = ledger.now.plusSeconds(200_000);
        hear("acme", wrong, 150_000);
        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo(wrong);
    }

    @Test
    void shouldKnowTheVersionOfWhatNobodyElseHasSpokenOf() {
        correct("7", ledger.now);

        assertThat(asked("acme", "case")).extracting(TargetVersion::version).isEqualTo("7");
    }
}
