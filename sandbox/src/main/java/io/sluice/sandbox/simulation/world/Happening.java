package io.sluice.sandbox.simulation.world;

import java.util.Locale;

/**
 * Something that a schedule may leave out: a command, a fault, an answer that goes astray. The unit in which a schedule is
 * shrunk; it has a name of its own, so that what is left can be replayed.
 *
 * @param first which one, as its kind counts
 * @param second which one within {@code first}; 0 where that says enough
 */
public record Happening(Kind kind, int first, int second) implements Comparable<Happening> {

    /** What kind of thing happens. */
    public enum Kind {
        /** An agent proposes. */
        COMMAND,
        /** An agent proposes the same once more. */
        DUPLICATE,
        /** An agent proposes something else under the same key. */
        MISMATCH,
        /** A reviewer does something other than to grant in time. */
        REVIEW,
        /** A second, later catalog is applied. */
        CATALOG,
        /** A process crashes, stops, pauses, or its clock jumps. */
        FAULT,
        /** A call of a provider does not go as it should. */
        CALL,
        /** A lookup does not go as it should. */
        LOOKUP,
        /** A message is written late, or twice. */
        MESSAGE,
        /** A connection takes so long that the call may come too late. */
        CONNECTION,
        /** An operator intervenes. */
        OPERATION,
        /** An agent adds a step to an open saga. */
        STEP,
        /** One saga makes the machine throw. */
        FLAW,
        /** Somebody pretends to be a reviewer or an agent. */
        FORGERY,
        /** An agent asks what would come of a command. */
        DRY_RUN,
        /** The owner of a target tells its version late, or twice. */
        OWNER
    }

    /** The happening that {@link #toString} named. */
    public static Happening parse(String name) {
        String[] parts = name.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + name + "' names nothing that can happen: it is like fault:3:0");
        }
        return new Happening(
                Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]));
    }

    @Override
    public int compareTo(Happening other) {
        int byKind = kind.compareTo(other.kind);
        int byFirst = byKind != 0 ? byKind : Integer.compare(first, other.first);
        return byFirst != 0 ? byFirst : Integer.compare(second, other.second);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + first + ":" + second;
    }
}
