package io.sluice.sandbox.simulation.world;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One life of a partition in one process: reads its topics in any order that Kafka allows, and commits now and then. It
 * stands for a task of the Kafka shell.
 */
abstract class Life {

    private static final long SLOWEST_POLL = 40;
    private static final long SLOWEST_COMMIT = 120;
    private static final long SLOWEST_COMMIT_OF_HAUNTED = 4_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final World world;
    private final Home home;
    private final AppProcess process;
    private final int number;
    private final String incarnation;
    private final int[] positions;
    private boolean over;
    private boolean polling;
    private boolean committing;
    private int polls;
    private int commits;
    private int alarms;
    private long armedFor = NEVER;

    /**
     * @param prefix of the name of each life of this kind
     */
    Life(World world, Home home, AppProcess process, String prefix) {
        this.world = world;
        this.home = home;
        this.process = process;
        int ordinal = home.nextLife();
        number = home.number() + 8 * ordinal;
        incarnation = prefix + home.number() + "-life" + ordinal;
        positions = home.positions();
    }

    /** Deals with one record. */
    abstract void deal(TopicLog.Entry entry);

    /** Does what is due. */
    abstract void fireTimers();

    /** Whether anything was read or written since the last commit. */
    abstract boolean isClean();

    /** Makes everything visible that was written, and the offsets that were read. */
    abstract void commit(int[] upTo);

    /** Nothing of what was written since the last commit is ever seen. */
    abstract void forget();

    /** What it does last where its process goes on. */
    abstract void lastWords();

    /** Says that it has begun, and reads. */
    void begin() {
        world.witness().lifeBegan(home.number(), incarnation, process);
        wake();
    }

    String incarnation() {
        return incarnation;
    }

    World world() {
        return world;
    }

    Home home() {
        return home;
    }

    AppProcess process() {
        return process;
    }

    /** Names this life, as no other life of any partition. */
    int number() {
        return number;
    }

    /** Ends in order: everything is committed, then the gate is shut. */
    void close() {
        if (over) {
            return;
        }
        commit();
        if (!over && process.isAlive()) {
            end("closes");
            lastWords();
        }
    }

    /** Ends out of order, in a process that goes on: what is not committed is lost, the gate is shut. */
    void abort(String why) {
        if (over) {
            return;
        }
        forget();
        end(why);
        lastWords();
    }

    /** Ends with its process. */
    void die() {
        if (!over) {
            forget();
            end("dies");
        }
    }

    private void end(String how) {
        over = true;
        process.lives().remove(this);
        if (isOwner()) {
            home.ownedBy(null);
        }
        world.witness().lifeEnded(home.number(), incarnation, how);
    }

    /** Whether its transactions are taken. */
    boolean isOwner() {
        return equals(home.owner());
    }

    /** There may be something to read. */
    void wake() {
        if (!over && !polling) {
            polling = true;
            long delay = world.chance().spread(0, SLOWEST_POLL, Draw.POLL_DELAY, number, polls);
            world.timeline().in(delay, process, this::poll);
        }
    }

    private void poll() {
        polling = false;
        if (over) {
            return;
        }
        int topic = pick();
        polls++;
        if (topic < 0) {
            return;
        }
        deal(home.topic(topic).entry(positions[topic]++));
        commitSoon();
        wake();
    }

    /** Any topic that has something to read. */
    private int pick() {
        int candidates = 0;
        for (int topic = 0; topic < positions.length; topic++) {
            candidates += isReadable(topic) ? 1 : 0;
        }
        if (candidates == 0) {
            return -1;
        }
        int choice = world.chance().below(candidates, Draw.TOPIC, number, polls);
        for (int topic = 0; topic < positions.length; topic++) {
            if (isReadable(topic) && choice-- == 0) {
                return topic;
            }
        }
        return -1;
    }

    private boolean isReadable(int topic) {
        return positions[topic] < home.topic(topic).size();
    }

    private void commitSoon() {
        if (!committing) {
            committing = true;
            long slowest = world.settings().isHaunted() ? SLOWEST_COMMIT_OF_HAUNTED : SLOWEST_COMMIT;
            long delay = world.chance().spread(0, slowest, Draw.COMMIT_DELAY, number, commits++);
            world.timeline().in(delay, process, () -> {
                committing = false;
                commit();
            });
        }
    }

    private void commit() {
        if (over || isClean()) {
            return;
        }
        world.boundary(Boundary.BEFORE_COMMIT, process);
        if (over) {
            return;
        }
        if (process.wakesAt() > world.timeline().now()) {
            world.timeline().in(0, process, this::commit);
            return;
        }
        if (!world.seams().fence().admits(isOwner())) {
            abort("is fenced");
            return;
        }
        commit(positions);
        world.boundary(Boundary.AFTER_COMMIT, process);
    }

    /** As the shell does: one punctuation, armed for the earliest time that was asked for. */
    void wakeAt(long dueMillis) {
        if (over || dueMillis >= armedFor) {
            return;
        }
        armedFor = dueMillis;
        long lateness = world.chance().spread(0, 50, Draw.TIMER_DELAY, number, alarms++);
        long delay = Math.max(1, dueMillis - process.clock().millis()) + lateness;
        world.timeline().in(delay, process, () -> alarm(dueMillis));
    }

    private void alarm(long dueMillis) {
        if (over || armedFor != dueMillis) {
            return;
        }
        armedFor = NEVER;
        world.witness().timersFire(home.number(), incarnation);
        fireTimers();
        commitSoon();
    }

    Instant now() {
        return process.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
