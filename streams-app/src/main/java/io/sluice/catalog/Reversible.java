package io.sluice.catalog;

import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a step may stand, so that a saga can always be undone or be finished. The rules are the same for a definition,
 * read from top to bottom, and for an open saga, to which one step after the other is added.
 */
public final class Reversible {

    /**
     * A step that has its place in a saga.
     *
     * @param reversibility as the saga takes it: pivot for a step that its definition names so
     */
    public record Placed(String step, Reversibility reversibility, EffectType effectType) {

        boolean isDoor() {
            return reversibility == Reversibility.PIVOT || reversibility == Reversibility.NONCOMPENSABLE;
        }

        /** Whether it leaves something that nothing undoes, without being a door. */
        boolean isLasting() {
            return reversibility == Reversibility.RETRYABLE && !effectType.isPure();
        }
    }

    private Reversible() {}

    /**
     * Why {@code step}, which would call {@code tool}, may not follow the {@code earlier} ones: one sentence that names
     * the step and the rule and says what to do. Empty when it may.
     */
    public static Optional<String> refusal(List<Placed> earlier, String step, ToolContract tool) {
        return refusal(earlier, new Placed(step, tool.reversibility(), tool.effectType()), tool);
    }

    static Optional<String> refusal(List<Placed> earlier, Placed next, ToolContract tool) {
        Optional<Placed> door = first(earlier, Placed::isDoor);
        if (door.isPresent() && next.reversibility() != Reversibility.RETRYABLE) {
            return Optional.of(afterDoor(door.get(), next));
        }
        Optional<Placed> lasting = first(earlier, Placed::isLasting);
        if (lasting.isPresent() && next.isDoor()) {
            return Optional.of(
                    Rule.UNDOABLE_BEFORE_PIVOT.brokenBy("step " + lasting.get().step()
                            + " is retryable and stands before step " + next.step()
                            + ", the pivot: it could not be undone, so move it behind the pivot."));
        }
        if (lasting.isPresent() && next.reversibility() == Reversibility.COMPENSABLE) {
            return Optional.of(Rule.SURE_AFTER_PIVOT.brokenBy("step " + next.step()
                    + " can still fail for good and stands after step "
                    + lasting.get().step()
                    + ", which could not be undone: move it before that step, or make its tool retryable."));
        }
        if (next.isLasting() && !isSafeToRepeat(tool)) {
            return Optional.of(Rule.SAFE_RETRY.brokenBy("step " + next.step() + " is retryable, but tool " + tool.name()
                    + " neither honours the key nor can be looked up: give the contract honours_key or a lookup, or"
                    + " make it noncompensable."));
        }
        return Optional.empty();
    }

    /** Whether a call may be repeated without doing the work twice, or it can be found out whether to repeat it. */
    static boolean isSafeToRepeat(ToolContract tool) {
        return tool.effectType().isPure() || tool.honoursKey() || tool.lookup() != null;
    }

    private static String afterDoor(Placed door, Placed next) {
        if (next.reversibility() == Reversibility.PIVOT) {
            return door.reversibility() == Reversibility.PIVOT
                    ? Rule.ONE_PIVOT.brokenBy("step " + next.step() + " is a second pivot after step " + door.step()
                            + ": put it into a saga of its own, or make its tool retryable.")
                    : Rule.UNDOABLE_BEFORE_PIVOT.brokenBy("step " + door.step()
                            + " is noncompensable and stands before step " + next.step()
                            + ", the pivot: put it into a saga of its own, or make its tool retryable and move it"
                            + " behind the pivot.");
        }
        return Rule.SURE_AFTER_PIVOT.brokenBy("step " + next.step() + " is "
                + next.reversibility().name().toLowerCase(Locale.ROOT)
                + ", so it can still fail for good, and stands after step " + door.step() + ", the pivot: "
                + (next.isDoor() ? "put it into a saga of its own" : "move it before the pivot")
                + ", or make its tool retryable.");
    }

    private static Optional<Placed> first(List<Placed> steps, Predicate<Placed> condition) {
        return steps.stream().filter(condition).findFirst();
    }
}
