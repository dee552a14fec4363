package io.sluice.saga;

/** Names one effect of a saga: a step's own, or its compensation. */
public record EffectRef(String step, Direction direction) {

    public static EffectRef forward(String step) {
        return new EffectRef(step, Direction.FORWARD);
    }

    public static EffectRef compensation(String step) {
        return new EffectRef(step, Direction.COMPENSATION);
    }

    /** The step's name; with {@code :compensate} for its compensation. */
    @Override
    public String toString() {
        return direction == Direction.FORWARD ? step : step + ":compensate";
    }
}
