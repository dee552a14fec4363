package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.saga.machine.TestCatalog.Capability;

/** Tools that compete for something, and what the ledger answers. */
final class ClaimTools {

    private ClaimTools() {}

    static TestCatalog tools() {
        return TestCatalog.empty()
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("post", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.BOTH)
                .saga("trip", "hold", "post");
    }

    static TestCatalog holding() {
        return tools().holdingTarget("hold").holdingTarget("post").holdingTarget("send");
    }

    /** The ledger answers what is asked. */
    static Scenario answered(Scenario scenario, ClaimAnswer.Result result) {
        return scenario.ledgerAnswers(scenario.saga().claims().getLast(), result);
    }

    static void assertGivenBack(Scenario scenario, int claims) {
        assertThat(scenario.saga().claims()).as(scenario.trace()).isEmpty();
        assertThat(Correspondence.told(scenario).stream().filter(ClaimMessage.ClaimRelease.class::isInstance))
                .as(scenario.trace())
                .hasSize(claims);
    }
}
