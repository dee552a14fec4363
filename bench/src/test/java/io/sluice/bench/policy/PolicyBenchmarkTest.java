package io.sluice.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Verdict;
import org.junit.jupiter.api.Test;

class PolicyBenchmarkTest {
    private final PolicyBenchmark benchmark = new PolicyBenchmark();

    @Test
    void shouldAskAllRulesBeforeTheLastOneDecides() {
        assertThat(benchmark.decide().rule()).isEqualTo("city/" + PolicyCatalog.LAST);
        assertThat(benchmark.decide().verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldTakeThePolicyThatWasCompiledAlready() {
        assertThat(benchmark.takeCompiled().documents().getFirst())
                .isSameAs(benchmark.takeCompiled().documents().getFirst())
                .isNotSameAs(benchmark.compile().documents().getFirst());
    }
}
