package io.sluice.claim;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the ledger remembers, as far as one key needs it. */
public interface LedgerState {

    /** Null where nobody claims the key. */
    @Nullable
    Resource resource(String key);

    @Nullable
    Lease lease(String key, String claimId);

    /** The approval that was given in advance, null where none was. */
    @Nullable
    PreIssuedGrant grant(String key);

    /** What the target's owner last said, null where nobody has said. */
    @Nullable
    TargetVersion version(String key);

    /** The first that waits for the key with a number above {@code number}. */
    Optional<Lease> nextWaiting(String key, long number);
}
