package io.sluice.sandbox.simulation.world;

import java.util.ArrayList;
import java.util.List;

/** One run of one instance of the application: its clock, the lives it holds, and whether it is awake or dead. */
public final class AppProcess {

    private final int instance;
    private final int run;
    private final WallClock clock;
    private final List<Life> lives = new ArrayList<>();
    private boolean alive = true;
    private boolean leaving;
    private long wakesAt;

    AppProcess(int instance, int run, WallClock clock) {
        this.instance = instance;
        this.run = run;
        this.clock = clock;
    }

    /** Which instance of the application. */
    public int instance() {
        return instance;
    }

    /** Names this run, as no other run of any instance. */
    int number() {
        return instance + 8 * run;
    }

    int run() {
        return run;
    }

    public WallClock clock() {
        return clock;
    }

    /** The lives of partitions that it holds, or believes to hold. */
    List<Life> lives() {
        return lives;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether partitions may be given to it. */
    boolean isMember(long now) {
        return alive && !leaving && wakesAt <= now;
    }

    /** It takes part in nothing new. */
    void leave() {
        leaving = true;
    }

    /** All its threads end where they are. */
    void die() {
        alive = false;
        lives.clear();
    }

    /** It stands still until then, and does not know it. */
    void sleepUntil(long time) {
        wakesAt = Math.max(wakesAt, time);
    }

    long wakesAt() {
        return wakesAt;
    }

    @Override
    public String toString() {
        return "instance " + instance + (run == 0 ? "" : " (run " + (run + 1) + ")");
    }
}
