package io.sluice.sandbox.simulation.world;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Virtual time: what is to happen, in order. Two things at the same time happen in the order in which they were set. */
public final class Timeline {

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long number;
    private long steps;

    /** Something to happen; where it belongs to a process, only while that is alive and awake. */
    private record Event(long at, long number, @Nullable AppProcess process, Runnable action)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** Milliseconds of true time since the world began. */
    public long now() {
        return now;
    }

    /** How many things have happened. */
    public long steps() {
        return steps;
    }

    /** Something happens {@code delay} milliseconds from now, whoever is alive. */
    public void in(long delay, Runnable action) {
        events.add(new Event(now + Math.max(0, delay), number++, null, action));
    }

    /** A process does something {@code delay} milliseconds from now, or when it wakes up, or never if it ends before. */
    public void in(long delay, AppProcess process, Runnable action) {
        events.add(new Event(now + Math.max(0, delay), number++, process, action));
    }

    /** Lets the next thing happen; false when there is none before {@code end}. */
    public boolean step(long end) {
        while (true) {
            Event next = events.peek();
            if (next == null || next.at > end) {
                return false;
            }
            events.remove();
            AppProcess process = next.process;
            if (process != null && !process.isAlive()) {
                continue;
            }
            if (process != null && process.wakesAt() > next.at) {
                events.add(new Event(process.wakesAt(), next.number, process, next.action));
                continue;
            }
            now = next.at;
            steps++;
            next.action.run();
            return true;
        }
    }
}
