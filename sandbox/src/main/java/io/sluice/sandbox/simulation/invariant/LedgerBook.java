package io.sluice.sandbox.simulation.invariant;

import io.sluice.claim.Lease;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.Terms;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who holds what and who waits for it, as anybody would keep it who reads the claim ledger's journal. */
final class LedgerBook {

    private final Map<String, Page> pages = new HashMap<>();

    /** One key. */
    static final class Page {

        private final Map<String, Lease> held = new HashMap<>();
        private final TreeMap<Long, Lease> waiting = new TreeMap<>();
        private Terms terms = Terms.ALONE;

        Map<String, Lease> held() {
            return held;
        }

        SortedMap<Long, Lease> waiting() {
            return waiting;
        }

        Terms terms() {
            return terms;
        }

        @Nullable
        Lease lease(String claimId) {
            Lease lease = held.get(claimId);
            return lease != null
                    ? lease
                    : waiting.values().stream()
                            .filter(one -> one.claimId().equals(claimId))
                            .findFirst()
                            .orElse(null);
        }

        private void remove(String claimId) {
            held.remove(claimId);
            waiting.values().removeIf(lease -> lease.claimId().equals(claimId));
        }
    }

    Page page(String key) {
        return pages.computeIfAbsent(key, none -> new Page());
    }

    void enter(LedgerEvent event) {
        Page page = page(event.key());
        switch (event) {
            case LedgerEvent.LeaseGiven given -> {
                page.remove(given.claimId());
                page.held.put(given.claimId(), given.lease());
                page.terms = given.terms();
            }
            case LedgerEvent.LeaseQueued queued -> {
                page.waiting.put(queued.lease().number(), queued.lease());
                page.terms = queued.terms();
            }
            case LedgerEvent.LeaseReleased released -> page.remove(released.claimId());
            case LedgerEvent.LeaseLapsed lapsed -> page.remove(lapsed.claimId());
            default -> {}
        }
    }
}
