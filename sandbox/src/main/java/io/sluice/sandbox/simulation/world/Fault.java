package io.sluice.sandbox.simulation.world;

/**
 * Something that befalls a process, either where it passes a boundary or at a time.
 *
 * @param number which fault of its schedule
 * @param boundary strikes whichever process passes the boundary of this number; -1 for one that strikes at a time
 * @param time when it strikes, in milliseconds of true time; ignored where there is a boundary
 * @param instance whom it strikes; ignored where there is a boundary
 * @param length how long it lasts, in milliseconds
 */
public record Fault(int number, Kind kind, int boundary, long time, int instance, long length) {

    /** What can befall a process. */
    public enum Kind {
        CRASH,
        STOP,
        PAUSE,
        ZOMBIE,
        ABORT,
        REBALANCE,
        CLOCK
    }

    /** A crash at the boundary of this number. */
    public static Fault crashAt(int number, int boundary) {
        return new Fault(number, Kind.CRASH, boundary, 0, 0, 0);
    }
}
