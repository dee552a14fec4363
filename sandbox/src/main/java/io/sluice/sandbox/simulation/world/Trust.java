package io.sluice.sandbox.simulation.world;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.ReviewerDecision;
import io.sluice.identity.NamedAgent;
import io.sluice.identity.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who is believed, asked of each decision and each command as a life takes it in. */
public interface Trust {

    /** As in production, with the keys of the simulated world. */
    Trust CORE = new Trust() {};

    /** Where nobody decides in another's name no decision is signed: signatures take longer than all else in a schedule. */
    Trust UNCHALLENGED = new Trust() {
        @Override
        public ReviewerDecision signed(ReviewerDecision decision) {
            return decision;
        }

        @Override
        public Optional<DecisionKeys.Distrust> distrust(ReviewerDecision decision) {
            return Optional.empty();
        }
    };

    /** As it comes from the service that knows the reviewer. */
    default ReviewerDecision signed(ReviewerDecision decision) {
        return Keys.REVIEWERS.sign(decision);
    }

    /** See {@link DecisionKeys#distrust}. */
    default Optional<DecisionKeys.Distrust> distrust(ReviewerDecision decision) {
        return Keys.BELIEVED.distrust(decision);
    }

    /** See {@link io.sluice.identity.Identities#verify}. */
    default Verification verify(List<String> tokens, NamedAgent named, Instant at) {
        return Keys.IDENTITIES.verify(tokens, named, at);
    }
}
