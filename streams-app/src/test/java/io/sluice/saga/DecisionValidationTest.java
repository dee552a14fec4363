package io.sluice.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DecisionValidationTest {

    @Test
    void shouldTakeAGrant() {
        assertThat(DecisionValidation.validate(decision("acme", "acme/1", "rita", null)))
                .isEmpty();
    }

    @Test
    void shouldRejectAReservedTenant() {
        assertThat(DecisionValidation.validate(decision("system", "system/1", "rita", null)))
                .map(Problem::reason)
                .hasValue(Reason.INVALID_TENANT);
    }

    /** Invariant 11. */
    @Test
    void shouldRejectADecisionAboutAnotherTenantsSaga() {
        assertThat(DecisionValidation.validate(decision("acme", "acme2/1", "rita", null)))
                .map(Problem::reason)
                .hasValue(Reason.INVALID_DECISION);
    }

    @Test
    void shouldRejectAnonymousReviewersAndEndlessReasons() {
        assertThat(DecisionValidation.validate(decision("acme", "acme/1", "", null)))
                .map(Problem::detail)
                .hasValue("reviewer_id is empty");
        assertThat(DecisionValidation.validate(decision("acme", "acme/1", "rita", "r".repeat(20_000))))
                .isPresent();
    }

    private static ReviewerDecision decision(String tenant, String saga, String reviewer, @Nullable String reason) {
        return new ReviewerDecision(
                "a-1",
                tenant,
                saga,
                ReviewerDecision.Verdict.GRANT,
                "hash",
                reviewer,
                null,
                reason,
                null,
                null,
                Instant.parse("2026-01-31T12:00:00Z"));
    }
}
