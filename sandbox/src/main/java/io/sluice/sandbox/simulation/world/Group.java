package io.sluice.sandbox.simulation.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which partition. A member that is not heard of for the session timeout loses its partitions without knowing it;
 * what it still does is fenced. One that is asked to give a partition up ends its life there in order first.
 */
final class Group {

    private static final long SESSION_TIMEOUT = 10_000;

    private final World world;
    private final List<@Nullable AppProcess> running = new ArrayList<>();
    private int decisions;

    Group(World world, int instances) {
        this.world = world;
        for (int instance = 0; instance < instances; instance++) {
            running.add(null);
        }
    }

    /** Starts a new run of an instance, which gets a share of the partitions. */
    void start(int instance) {
        AppProcess before = running.get(instance);
        AppProcess process = new AppProcess(
                instance, before == null ? 0 : before.run() + 1, before == null ? clock(instance) : before.clock());
        running.set(instance, process);
        world.witness().processStarted(process);
        for (Home home : world.everywhere()) {
            Life owner = home.owner();
            if (owner == null) {
                give(home);
            } else if (world.chance().below(3, Draw.OWNER, home.number(), decisions++) == 0) {
                move(home);
            }
        }
    }

    /** The run of an instance that is alive; null while there is none. */
    @Nullable
    AppProcess process(int instance) {
        AppProcess process = running.get(instance % running.size());
        return process == null || !process.isAlive() ? null : process;
    }

    /** All its threads end; it comes back after a while. */
    void crash(AppProcess process) {
        world.witness().happens(process + " crashes");
        process.lives().stream().toList().forEach(Life::die);
        process.die();
        restart(process);
        world.timeline().in(patience(process), this::giveOrphans);
    }

    /** Closes in order, waits for the calls under way for a while, and comes back. */
    void stop(AppProcess process) {
        world.witness().happens(process + " stops in order");
        process.leave();
        process.lives().stream().toList().forEach(Life::close);
        if (!process.isAlive()) {
            return;
        }
        long drain = world.chance().spread(1, 12_000, Draw.DRAIN, process.number(), 0);
        world.timeline().in(drain, () -> {
            if (process.isAlive()) {
                process.lives().stream().toList().forEach(Life::die);
                process.die();
                restart(process);
            }
        });
        giveOrphans();
    }

    /** Stands still; longer than the session timeout, and others take over what it has. */
    void pause(AppProcess process, long millis) {
        world.witness().happens(process + " stands still for " + millis + " ms");
        long now = world.timeline().now();
        process.sleepUntil(now + millis);
        if (millis <= SESSION_TIMEOUT) {
            return;
        }
        world.timeline().in(SESSION_TIMEOUT, () -> evict(process));
        long notice = world.chance().spread(0, 3_000, Draw.NOTICE_DELAY, process.number(), now);
        world.timeline().in(millis + notice, process, () -> findOut(process));
    }

    /** One task of a process fails: its transaction is aborted, and it begins anew in the same process or another. */
    void abort(AppProcess process) {
        List<Life> lives = process.lives();
        if (!lives.isEmpty()) {
            lives.get(anyOf(process)).abort("fails");
            giveOrphans();
        }
    }

    /** A partition of a process goes to whoever the group chooses. */
    void rebalance(AppProcess process) {
        if (!process.lives().isEmpty()) {
            move(process.lives().get(anyOf(process)).home());
        }
    }

    private int anyOf(AppProcess process) {
        return world.chance().below(process.lives().size(), Draw.VICTIM, process.number(), decisions++);
    }

    private void move(Home home) {
        Life owner = home.owner();
        if (owner == null) {
            return;
        }
        world.witness().happens("partition " + home.number() + " moves");
        long delay = world.chance().spread(0, 300, Draw.RELEASE_DELAY, home.number(), decisions++);
        world.timeline().in(delay, owner.process(), () -> {
            owner.close();
            giveOrphans();
        });
    }

    private void restart(AppProcess process) {
        long delay = world.chance().spread(100, 30_000, Draw.RESTART_DELAY, process.number(), 0);
        world.timeline().in(delay, () -> start(process.instance()));
    }

    private long patience(AppProcess process) {
        return world.chance().spread(50, SESSION_TIMEOUT, Draw.SESSION_TIMEOUT, process.number(), 0);
    }

    private void evict(AppProcess process) {
        for (Home home : world.everywhere()) {
            Life owner = home.owner();
            if (owner != null && owner.process() == process) {
                world.witness().happens("partition " + home.number() + " is taken from " + process);
                home.ownedBy(null);
            }
        }
        giveOrphans();
    }

    /** A member that was away learns which of its lives are over. */
    private void findOut(AppProcess process) {
        for (Life life : List.copyOf(process.lives())) {
            if (!life.isOwner()) {
                life.abort("learns that it is over");
            }
        }
        giveOrphans();
    }

    private void giveOrphans() {
        for (Home home : world.everywhere()) {
            if (home.owner() == null) {
                give(home);
            }
        }
    }

    private void give(Home home) {
        List<AppProcess> members = new ArrayList<>();
        for (AppProcess process : running) {
            if (process != null && process.isMember(world.timeline().now()) && !holds(process, home)) {
                members.add(process);
            }
        }
        if (members.isEmpty()) {
            world.timeline().in(1_000, () -> {
                if (home.owner() == null) {
                    give(home);
                }
            });
            return;
        }
        AppProcess chosen = members.get(world.chance().below(members.size(), Draw.OWNER, home.number(), decisions++));
        Life life = home.life(chosen);
        home.ownedBy(life);
        chosen.lives().add(life);
        life.begin();
    }

    /** A process does not open a partition again before it has closed it. */
    private static boolean holds(AppProcess process, Home home) {
        return process.lives().stream().anyMatch(life -> life.home().equals(home));
    }

    private WallClock clock(int instance) {
        return world.settings().clocks().clock(world.timeline(), instance);
    }
}
