package io.sluice.sandbox.simulation.world;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one source of chance of a schedule. What is drawn depends on the seed and on what it is drawn for, never on what was
 * drawn before: so a schedule from which something is left out stays otherwise much the same, which lets it shrink.
 */
public final class Chance {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final @Nullable Set<Happening> only;
    private final Set<Happening> happened = new LinkedHashSet<>();
    private boolean calm;

    /**
     * @param only what may happen; null for whatever the seed says
     */
    public Chance(long seed, @Nullable Set<Happening> only) {
        this.seed = mix(seed + GOLDEN);
        this.only = only;
    }

    /** From here on nothing strikes any more. */
    public void calmDown() {
        calm = true;
    }

    /** What has happened of what might have been left out. */
    public Set<Happening> happened() {
        return happened;
    }

    /** Whether something goes wrong, with this probability; never once all is calm. */
    public boolean strikes(Happening.Kind kind, int first, int second, double probability) {
        return !calm && happens(kind, first, second, probability);
    }

    /** Whether something happens, with this probability, also when all is calm. */
    public boolean happens(Happening.Kind kind, int first, int second, double probability) {
        if (unit(Draw.STRIKE, number(kind), pair(first, second)) >= probability) {
            return false;
        }
        Happening happening = new Happening(kind, first, second);
        if (only != null && !only.contains(happening)) {
            return false;
        }
        happened.add(happening);
        return true;
    }

    /** Uniform in [0, 1). */
    public double unit(Draw what, long first, long second) {
        return (draw(what, first, second) >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound). */
    public int below(int bound, Draw what, long first, long second) {
        return (int) (unit(what, first, second) * bound);
    }

    /** Between {@code least} and {@code most}, every order of magnitude as likely as the others. */
    public long spread(long least, long most, Draw what, long first, long second) {
        double low = Math.log(least + 1.0);
        double high = Math.log(most + 1.0);
        return (long) Math.exp(low + (high - low) * unit(what, first, second)) - 1;
    }

    private long draw(Draw what, long first, long second) {
        return mix(mix(mix(seed ^ (number(what) + 1) * GOLDEN) + first * GOLDEN) ^ (second + 1) * 0xD1B54A32D192ED03L);
    }

    /** What a seed means depends on the order of these enums: numbers are all that can be mixed. */
    @SuppressWarnings("EnumOrdinal")
    private static int number(Enum<?> what) {
        return what.ordinal();
    }

    private static long pair(int first, int second) {
        return ((long) first << 32) | (second & 0xFFFFFFFFL);
    }

    /** The finaliser of SplitMix64. */
    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
