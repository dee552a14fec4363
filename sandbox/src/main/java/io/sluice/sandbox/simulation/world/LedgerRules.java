package io.sluice.sandbox.simulation.world;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.Ledger;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.LedgerLimits;
import io.sluice.claim.LedgerState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decisions of the claim ledger, as a life of one of its partitions asks for them. */
public interface LedgerRules {

    /** Those of production. */
    LedgerRules CORE = new LedgerRules() {};

    /** See {@link Ledger#decide}. */
    default List<LedgerEvent> decide(LedgerState state, ClaimMessage message, Instant now, LedgerLimits limits) {
        return Ledger.decide(state, message, now, limits);
    }

    /** See {@link Ledger#due}. */
    default List<LedgerEvent> due(
            LedgerState state, String key, @Nullable String claimId, Instant now, LedgerLimits limits) {
        return Ledger.due(state, key, claimId, now, limits);
    }

    /** See {@link Ledger#answer}. */
    default Optional<ClaimAnswer> answer(LedgerState state, LedgerEvent event) {
        return Ledger.answer(state, event);
    }
}
