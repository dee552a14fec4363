package io.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.Verdict;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.SagaIds;
import io.sluice.saga.machine.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts that ask for the version of their target when their turn comes, among others that wait for the same provider. */
class VersionTurnTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Without the places that are kept for lookups and compensations. */
    private static final int PLACES = Limits.DEFAULTS.window() - 2 * (Limits.DEFAULTS.window() / 8);

    private static final String CATALOG = """
            kind: tool
            name: update
            effect_type: internal_mutation
            reversibility: retryable
            provider: records
            honours_key: true
            timeout: 1s
            call: {method: POST, path: /update, headers: {Idempotency-Key: $/idempotency_key}}
            """;

    private static final PolicyDecision ALLOWED =
            new PolicyDecision(Verdict.ALLOW, "any", BuiltInPolicy.VERSION, "as the test says");

    private final InMemoryStore store = new InMemoryStore();
    private final List<ClaimMessage.VersionAsk> answered = new ArrayList<>();
    private final Partition partition = life("life-1");
    private Instant now = START;

    /** Every place is taken. */
    @BeforeEach
    void fill() {
        for (int i = 0; i < PLACES; i++) {
            propose("acme", "full-" + i, null);
        }
        assertThat(store.intents()).hasSize(PLACES);
    }

    @Test
    void shouldLetOthersGoOnMeanwhileAndTakeTheNextPlaceOnceItIsTold() {
        String versioned = propose("acme", "versioned", "3");
        String plain = propose("acme", "plain", null);
        String late = propose("acme", "late", null);

        now = now.plus(Duration.ofHours(1));
        end(1);
        assertThat(last().sagaId()).isEqualTo(plain);
        ledgerTells("3");
        assertThat(last().sagaId()).isEqualTo(plain);
        end(1);
        assertThat(last().sagaId()).isEqualTo(versioned);
        end(1);
        assertThat(last().sagaId()).isEqualTo(late);
        assertThat(store.queued).isEmpty();
    }

    @Test
    void shouldTakeThePlaceThatIsStillFreeWhenItIsTold() {
        String versioned = propose("acme", "versioned", "3");

        now = now.plus(Duration.ofHours(1));
        end(1);
        assertThat(partition.openAttempts()).isEqualTo(PLACES - 1);
        ledgerTells("3");

        assertThat(last().sagaId()).isEqualTo(versioned);
        assertThat(partition.openAttempts()).isEqualTo(PLACES);
    }

    /** Invariant 10: each is called, in its order, and is asked for about once. */
    @Test
    void shouldServeAllThatWaitedForLongAndLoseNoPlace() {
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(propose("acme", "versioned-" + i, "3"));
        }
        assertThat(store.queued).hasSize(200);
        int asksBefore = answered.size();

        now = now.plus(Duration.ofHours(1));
        for (int i = 0; i < 200; i++) {
            now = now.plus(Duration.ofSeconds(1));
            end(1);
            ledgerTells("3");
        }

        assertThat(store.intents().stream().map(Intent::sagaId).skip(PLACES)).containsExactlyElementsOf(waiting);
        assertThat(answered.size() - asksBefore).isLessThan(220);
        assertThat(store.queued).isEmpty();
        assertThat(partition.openAttempts()).isEqualTo(PLACES);
    }

    /** A free place is not offered to all that wait: they would ask, each of them, and most in vain. */
    @Test
    void shouldAskForNoMoreThanThereIsRoomFor() {
        for (int i = 0; i < 200; i++) {
            propose("acme", "versioned-" + i, "3");
        }

        now = now.plus(Duration.ofHours(1));
        end(3);

        assertThat(asks()).hasSize(3);
    }

    /** Where the ledger is away, whoever needs no word of it goes on. */
    @Test
    void shouldLetOthersPassWhileTheLedgerIsSilent() {
        for (int i = 0; i < 200; i++) {
            propose("acme", "versioned-" + i, "3");
        }
        String plain = propose("acme", "plain", null);
        String other = propose("other", "plain", null);

        now = now.plus(Duration.ofHours(1));
        end(2);

        assertThat(store.intents().stream().map(Intent::sagaId).skip(PLACES)).containsExactlyInAnyOrder(plain, other);
    }

    /** Invariants 10 and 11: where the ledger is away for some targets only, the others are asked for all the same. */
    @Test
    void shouldAskForOthersThoughTheLedgerIsSilentAboutAllThatWereAskedForFirst() {
        for (int i = 0; i < 3 * PLACES; i++) {
            propose("busy", "versioned-" + i, "3");
        }
        now = now.plus(Duration.ofHours(1));
        end(PLACES);
        String quiet = propose("quiet", "versioned", "3");

        now = now.plus(Duration.ofMinutes(1));
        partition.fireTimers(Duration.ofSeconds(1));
        ledgerTells(partition, "3", ask -> ask.tenantId().equals("quiet"));

        assertThat(last().sagaId()).isEqualTo(quiet);
    }

    /** Invariant 11: the turn that a tenant gave up to ask is its own when it is told. */
    @Test
    void shouldKeepTheTurnOfATenantThatAsks() {
        String versioned = propose("quiet", "versioned", "3");
        for (int i = 0; i < 10; i++) {
            propose("busy", "plain-" + i, null);
            propose("third", "plain-" + i, null);
        }

        now = now.plus(Duration.ofHours(1));
        end(1);
        ledgerTells("3");
        end(1);

        assertThat(last().sagaId()).isEqualTo(versioned);
    }

    @Test
    void shouldForgetWhoAsksWithTheSagaThatIsGone() {
        propose("acme", "versioned", "9");
        String next = propose("acme", "next", "3");

        now = now.plus(Duration.ofHours(1));
        end(1);
        ledgerTells("10");
        ledgerTells("3");

        assertThat(last().sagaId()).isEqualTo(next);
        assertThat(store.queued).isEmpty();
    }

    @Test
    void shouldGoOnInTheNextLifeWithWhatAskedInTheLastOne() {
        String versioned = propose("acme", "versioned", "3");
        now = now.plus(Duration.ofHours(1));
        end(1);

        Partition next = life("life-2");
        ledgerTells(next, "3");

        assertThat(last().sagaId()).isEqualTo(versioned);
        assertThat(next.openAttempts()).isEqualTo(PLACES);
        assertThat(store.queued).isEmpty();
    }

    private String propose(String tenant, String step, @Nullable String version) {
        now = now.plusMillis(1);
        CommandBuilder builder = CommandBuilder.ofTool("update", now)
                .id("c-" + step)
                .tenant(tenant)
                .step(step);
        Command command = builder.expects(version).build();
        partition.take(SagaIds.of(command), new Input.Propose(command));
        if (version != null) {
            ledgerTells(partition, version, ask -> ask.tenantId().equals(tenant));
        }
        return SagaIds.of(command);
    }

    /** The ledger tells all who have asked. */
    private void ledgerTells(String version) {
        ledgerTells(partition, version);
    }

    private void ledgerTells(Partition to, String version) {
        ledgerTells(to, version, ask -> true);
    }

    private void ledgerTells(Partition to, String version, Predicate<ClaimMessage.VersionAsk> whom) {
        for (ClaimMessage.VersionAsk ask : asks().stream().filter(whom).toList()) {
            answered.add(ask);
            TargetVersion target = new TargetVersion(ask.key(), ask.tenantId(), "case 4711", version, now);
            to.take(
                    ask.sagaId(),
                    new Input.ClaimAnswered(new ClaimAnswer(
                            ask.claimId(),
                            ask.key(),
                            ask.tenantId(),
                            ask.sagaId(),
                            ClaimAnswer.Result.TOLD,
                            now.plusSeconds(15),
                            null,
                            null,
                            null,
                            null,
                            null,
                            target)));
        }
    }

    /** What nobody has answered yet. */
    private List<ClaimMessage.VersionAsk> asks() {
        List<ClaimMessage.VersionAsk> open = new ArrayList<>(store.toldToTheLedger().stream()
                .filter(ClaimMessage.VersionAsk.class::isInstance)
                .map(ClaimMessage.VersionAsk.class::cast)
                .toList());
        open.removeAll(answered);
        return open;
    }

    /** So many calls that are under way are answered, one after the other. */
    private void end(int count) {
        List<String> open = store.attempts.values().stream()
                .map(OpenAttempt::intentId)
                .limit(count)
                .toList();
        for (String intentId : open) {
            Intent intent = store.intents().stream()
                    .filter(one -> one.intentId().equals(intentId))
                    .findFirst()
                    .orElseThrow();
            partition.outcome(new OutcomeMessage.Answered(Outcomes.of(intent, OutcomeResult.SUCCEEDED, now)));
        }
    }

    private Intent last() {
        return store.intents().getLast();
    }

    private Partition life(String incarnation) {
        try {
            CatalogSnapshot catalog = CatalogSnapshot.of(CatalogParser.parse("catalog.yaml", CATALOG).stream()
                    .map(CatalogDocument::json)
                    .toList());
            return new Partition(
                    store,
                    new NoSink(),
                    new Surroundings(() -> catalog, question -> ALLOWED, Limits.DEFAULTS, () -> now, () -> 0),
                    incarnation,
                    due -> {});
        } catch (CatalogException e) {
            throw new IllegalStateException(e);
        }
    }
}
