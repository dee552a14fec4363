package io.sluice.sandbox.simulation.world;

import io.sluice.effect.OutcomeMessage;

/**
 * The plain producer of one process. What it sends arrives in order and at once, but for a send that failed: that one is
 * repeated with a fresh producer, late, and it may be there twice. What a dying process had not sent yet is lost or not.
 */
final class Channel {

    private static final double AMISS = 0.04;
    private static final double AMISS_WHERE_HAUNTED = 0.25;
    private static final long LONGEST_RETRY = 30_000;
    private static final long LONGEST_RETRY_WHERE_HAUNTED = 150_000;

    private final World world;
    private final AppProcess process;
    private long lastArrival;
    private final double amiss;
    private final long longestRetry;
    private int sent;

    Channel(World world, AppProcess process) {
        this.world = world;
        this.process = process;
        boolean isHaunted = world.settings().isHaunted();
        amiss = isHaunted ? AMISS_WHERE_HAUNTED : AMISS;
        longestRetry = isHaunted ? LONGEST_RETRY_WHERE_HAUNTED : LONGEST_RETRY;
    }

    void send(SagaHome home, OutcomeMessage message) {
        Chance chance = world.chance();
        int number = sent++;
        int who = process.number();
        long delay = chance.spread(0, 5, Draw.MESSAGE_DELAY, who, number);
        if (chance.strikes(Happening.Kind.MESSAGE, who, 2 * number, amiss)) {
            long late = chance.spread(200, longestRetry, Draw.MESSAGE_LATE, who, number);
            world.timeline().in(delay + late, process, () -> home.say(message));
            return;
        }
        lastArrival = Math.max(lastArrival, world.timeline().now() + delay);
        boolean lostIfDead = chance.unit(Draw.MESSAGE_LOST, who, number) < 0.5;
        world.timeline().in(lastArrival - world.timeline().now(), () -> {
            if (process.isAlive() || !lostIfDead) {
                home.say(message);
            }
        });
        if (chance.strikes(Happening.Kind.MESSAGE, who, 2 * number + 1, amiss)) {
            long again = chance.spread(200, longestRetry, Draw.MESSAGE_TWICE, who, number);
            world.timeline().in(delay + again, process, () -> home.say(message));
        }
    }
}
