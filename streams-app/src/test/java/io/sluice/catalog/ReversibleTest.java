package io.sluice.catalog;

import static io.sluice.catalog.Contracts.contract;
import static io.sluice.catalog.Contracts.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Reversible.Placed;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for a step that an agent adds to an open saga; RulesTest has the table. Invariant 12. */
class ReversibleTest {
    private static final ToolContract PIVOT = contract(post("/notices", "{}"));
    private static final Placed UNDOABLE =
            new Placed("book", Reversibility.COMPENSABLE, EffectType.EXTERNAL_TRANSACTION);
    private static final Placed SENT = new Placed("send", Reversibility.PIVOT, EffectType.EXTERNAL_NOTIFICATION);

    @Test
    void shouldAddThePivotAfterWhatCanBeUndone() {
        assertThat(Reversible.refusal(List.of(), "send", PIVOT)).isEmpty();
        assertThat(Reversible.refusal(List.of(UNDOABLE, UNDOABLE), "send", PIVOT))
                .isEmpty();
    }

    @Test
    void shouldRefuseASecondPivotWithStepAndRule() {
        assertThat(Reversible.refusal(List.of(UNDOABLE, SENT), "remind", PIVOT))
                .contains(
                        "step remind is a second pivot after step send: put it into a saga of its own, or make its tool"
                                + " retryable. [one-pivot]");
    }
}
