package io.sluice.sandbox.simulation.coverage;

import io.sluice.effect.EffectStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** A run's coverage for people: each input in each state, how often, or why never. */
public final class CoverageTable {

    private static final String NEVER = "MISSED";

    private final List<String> lines = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private final List<String> contradicted = new ArrayList<>();
    private final Set<String> reasons = new TreeSet<>();
    private int reached;
    private int impossible;

    public CoverageTable(Transitions transitions) {
        table(
                "saga",
                SagaState.values(),
                SagaInput.values(),
                transitions::times,
                (state, input) -> Impossible.because(state, input));
        lines.add("");
        table(
                "effect",
                EffectStatus.values(),
                EffectInput.values(),
                transitions::times,
                (status, input) -> Impossible.because(status, input));
        lines.add("");
        lines.addAll(reasons);
    }

    /** Line by line. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The pairs that were neither reached nor are known to be impossible. */
    public List<String> missed() {
        return List.copyOf(missed);
    }

    /** The pairs that are listed as impossible and were reached all the same. */
    public List<String> contradicted() {
        return List.copyOf(contradicted);
    }

    /** One sentence. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d of %d pairs of state and input reached, %d impossible, %d missed.",
                reached,
                reached + impossible + missed.size(),
                impossible,
                missed.size());
    }

    private <S, I> void table(
            String what,
            S[] states,
            I[] inputs,
            BiFunction<S, I, Long> times,
            BiFunction<S, I, Optional<Impossible.Reason>> why) {
        StringBuilder head = new StringBuilder(String.format("%-24s", what));
        for (S state : states) {
            head.append(String.format("%20s", state.toString().toLowerCase(Locale.ROOT)));
        }
        lines.add(head.toString());
        for (I input : inputs) {
            StringBuilder line = new StringBuilder(String.format("%-24s", input));
            for (S state : states) {
                line.append(String.format("%20s", cell(state, input, times.apply(state, input), why)));
            }
            lines.add(line.toString());
        }
    }

    private <S, I> String cell(S state, I input, long times, BiFunction<S, I, Optional<Impossible.Reason>> why) {
        Optional<Impossible.Reason> reason = why.apply(state, input);
        if (times > 0) {
            reached++;
            reason.ifPresent(wrong -> contradicted.add(pair(state, input) + ", although " + wrong.sentence()));
            return String.format(Locale.ROOT, "%,d", times);
        }
        if (reason.isPresent()) {
            impossible++;
            reasons.add(reason.get().letter() + ": " + reason.get().sentence());
            return reason.get().letter();
        }
        missed.add(pair(state, input));
        return NEVER;
    }

    private static String pair(Object state, Object input) {
        return input + " while " + state.toString().toLowerCase(Locale.ROOT);
    }
}
