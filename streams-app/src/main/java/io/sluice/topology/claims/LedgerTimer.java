package io.sluice.topology.claims;

import io.sluice.claim.Lease;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * When something of a key has to be looked at.
 *
 * @param dueMillis milliseconds since 1970
 * @param claimId the claim whose time is over then; empty where time lets in whoever waits for the key
 */
record LedgerTimer(long dueMillis, String key, String claimId) implements Comparable<LedgerTimer> {

    private static final Comparator<LedgerTimer> ORDER = Comparator.comparingLong(LedgerTimer::dueMillis)
            .thenComparing(LedgerTimer::key)
            .thenComparing(LedgerTimer::claimId);

    static LedgerTimer from(long dueMillis) {
        return new LedgerTimer(dueMillis, "", "");
    }

    static LedgerTimer endOf(Lease lease) {
        return new LedgerTimer(lease.until().toEpochMilli(), lease.key(), lease.claimId());
    }

    static LedgerTimer opening(String key, Instant at) {
        return new LedgerTimer(at.toEpochMilli(), key, "");
    }

    /** Null where it is about whoever waits. */
    @Nullable
    String claim() {
        return claimId.isEmpty() ? null : claimId;
    }

    @Override
    public int compareTo(LedgerTimer other) {
        return ORDER.compare(this, other);
    }
}
