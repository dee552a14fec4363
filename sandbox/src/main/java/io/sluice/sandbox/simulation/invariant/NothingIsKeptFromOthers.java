package io.sluice.sandbox.simulation.invariant;

import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.Lease;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.Resource;
import io.sluice.claim.Terms;
import io.sluice.saga.Claim;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.LedgerHome;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 10. What several compete for goes to whoever waits longest as soon as it is free, is given back by who has ended, and is
 * asked for by who lives.
 */
final class NothingIsKeptFromOthers extends Invariant {

    /** Nobody looks for so long where a process stands still or has to come back, in milliseconds of true time. */
    private static final long LONGEST_ABSENCE = 240_000;

    private final World world;
    private final Map<String, Saga> sagas;
    private final LedgerBook book;
    private final Set<String> givenBack = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Long> touchedAt = new HashMap<>();
    private final Set<String> touched = new HashSet<>();

    NothingIsKeptFromOthers(World world, Map<String, Saga> sagas, LedgerBook book) {
        super(10);
        this.world = world;
        this.sagas = sagas;
        this.book = book;
    }

    @Override
    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case SagaEvent.ClaimKept kept -> givenBack.add(kept.claimId());
            case SagaEvent.GrantUsed used -> settled.add(used.claimId());
            case SagaEvent.ClaimRefused refused -> settled.add(refused.claimId());
            default -> {}
        }
    }

    @Override
    public void told(int partition, Output output) {
        if (output instanceof Output.SendClaim claim) {
            switch (claim.message()) {
                case ClaimMessage.ClaimAsk ask -> asks(ask);
                case ClaimMessage.GrantUse use -> asks(use);
                case ClaimMessage.ClaimRelease release -> {
                    givenBack.add(release.claimId());
                    asked.remove(release.claimId());
                }
                default -> {}
            }
        }
    }

    /** Whoever asks has the claim, or has done with it in the same commit. */
    private void asks(ClaimMessage ask) {
        if (!hasClaim(ask.sagaId(), ask.claimId()) && !settled.contains(ask.claimId())) {
            asked.add(ask.claimId());
        }
    }

    @Override
    public void committed(SagaHome home, Set<String> changed) {
        require(asked.isEmpty(), "claims %s are asked for, and no saga has them", asked);
        settled.clear();
        for (String sagaId : changed) {
            Saga saga = sagas.get(sagaId);
            if (saga == null) {
                continue;
            }
            boolean isOver = saga.status().isEnded() || saga.quarantine() != null;
            require(
                    !isOver || saga.claims().stream().allMatch(NothingIsKeptFromOthers::isKept),
                    "saga %s is over, and has not given back what it claims",
                    sagaId);
        }
    }

    @Override
    public void ledgered(LedgerHome home, LedgerEvent event, Instant at) {
        switch (event) {
            case LedgerEvent.LeaseGiven given -> given(given);
            case LedgerEvent.LeaseLapsed lapsed -> lapsed(lapsed);
            default -> {}
        }
        touched.add(event.key());
        touchedAt.put(event.key(), world.timeline().now());
    }

    @Override
    public void ledgerCommitted(LedgerHome home) {
        for (String key : touched) {
            LedgerBook.Page page = book.page(key);
            Terms terms = page.terms();
            boolean isFree = terms.rate() == 0 && page.held().size() < terms.places();
            require(
                    !isFree || page.waiting().isEmpty(),
                    "%s is free, and %d wait for it",
                    key,
                    page.waiting().size());
            require(isCounted(home, key, page), "the ledger has lost count of %s", key);
        }
        touched.clear();
    }

    private static boolean isCounted(LedgerHome home, String key, LedgerBook.Page page) {
        Resource resource = home.committed().resource(key);
        int held = resource == null ? 0 : resource.held();
        int waiting = resource == null ? 0 : resource.waiting();
        return held == page.held().size() && waiting == page.waiting().size();
    }

    @Override
    void atEnd() {
        for (LedgerHome home : world.ledgers()) {
            require(home.unread(0) == 0, "%d messages to the ledger are never read", home.unread(0));
            for (Lease lease : home.committed().leases()) {
                Saga saga = sagas.get(lease.sagaId());
                boolean isWithAPerson = saga != null && !saga.status().isEnded() && saga.escalated();
                require(
                        isWithAPerson || (lease.held() && givenBack.contains(lease.claimId())),
                        "saga %s %s %s for ever",
                        lease.sagaId(),
                        lease.held() ? "holds" : "waits for",
                        lease.subject());
            }
        }
    }

    private void given(LedgerEvent.LeaseGiven given) {
        Lease lease = given.lease();
        LedgerBook.Page page = book.page(given.key());
        boolean isFirst = page.waiting().isEmpty()
                || (lease.number() > 0 && lease.number() < page.waiting().firstKey());
        require(isFirst, "saga %s is given %s before others who wait longer", lease.sagaId(), lease.subject());
        Long before = touchedAt.get(given.key());
        boolean isLate = before != null
                && lease.number() > 0
                && given.terms().places() == 0
                && world.timeline().now() - before > LONGEST_ABSENCE;
        require(!isLate, "saga %s waits for %s, which was free long before", lease.sagaId(), lease.subject());
    }

    private void lapsed(LedgerEvent.LeaseLapsed lapsed) {
        Lease lease = book.page(lapsed.key()).lease(lapsed.claimId());
        if (lease != null) {
            require(
                    givenBack.contains(lease.claimId()) || hasClaim(lease.sagaId(), lease.claimId()),
                    "saga %s never gave %s back",
                    lease.sagaId(),
                    lease.subject());
        }
    }

    /** What a saga has done, or may have done, is nobody else's. */
    private static boolean isKept(Claim claim) {
        return claim.kind() == ClaimKind.BUSINESS_KEY;
    }

    private boolean hasClaim(String sagaId, String claimId) {
        @Nullable Saga saga = sagas.get(sagaId);
        return saga != null && saga.claim(claimId).isPresent();
    }
}
