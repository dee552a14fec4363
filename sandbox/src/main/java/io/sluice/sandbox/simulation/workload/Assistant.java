package io.sluice.sandbox.simulation.workload;

import io.sluice.saga.Command;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Agents that decide as they go: they begin a saga, add steps whether or not those can be undone there, and commit it, roll
 * it back or walk away. Some come too late, some say everything twice, and some go on after the end.
 */
public final class Assistant {

    private static final int FIRST_NUMBER = 8;
    private static final int MOST_SAGAS = 2;
    private static final int MOST_STEPS = 4;
    private static final double DUPLICATE = 0.15;
    private static final double MISMATCH = 0.05;
    private static final double OUT_OF_TURN = 0.1;
    private static final double FORGETFUL = 0.05;
    private static final int FORGETS_TO_BEGIN = -1;
    private static final long LAST_ARRIVAL = 15_000;
    private static final long LONGEST_TIMEOUT = 90_000;
    private static final long LONGEST_THOUGHT = 20_000;

    /** What is added: mostly what can be undone. */
    private static final List<String> TOOLS = List.of(
            "reserve.keyed",
            "reserve.shown",
            "reserve.shown-late",
            "reserve.asynchronous",
            "reserve.neither",
            "reserve.shown-and-keyed",
            "hold.shown",
            "check.shown",
            "check.neither",
            "charge.shown",
            "charge.neither",
            "post.shown",
            "notify.keyed",
            "notify.shown",
            "edit.shown",
            "book.keyed",
            "meter.shown");

    private final World world;
    private final Chance chance;
    private final Sent sent;

    public Assistant(World world, Sent sent) {
        this.world = world;
        this.chance = world.chance();
        this.sent = sent;
    }

    /** The numbers of the sagas that there may be. */
    public static IntStream numbers() {
        return IntStream.range(FIRST_NUMBER, FIRST_NUMBER + MOST_SAGAS);
    }

    /** Does what the seed says. */
    public void begin() {
        int count = chance.below(MOST_SAGAS + 1, Draw.OPEN_SAGAS, 0, 0);
        for (int saga = 0; saga < count; saga++) {
            if (chance.strikes(Happening.Kind.COMMAND, FIRST_NUMBER + saga, 0, 1)) {
                new Act(FIRST_NUMBER + saga).play();
            }
        }
    }

    /** One open saga, from its begin to whatever end. */
    private final class Act {

        private final int number;
        private final String tenant;
        private long time;
        private int messages;

        Act(int number) {
            this.number = number;
            tenant = chance.unit(Draw.TENANT, number, 0) < 0.5 ? "acme" : "bolt";
            time = chance.spread(0, LAST_ARRIVAL, Draw.ARRIVAL, number, 0);
        }

        void play() {
            boolean isAtOnce = chance.unit(Draw.OPEN_SAGAS, number, 1) < 0.7;
            boolean isTimed = chance.unit(Draw.OPEN_SAGAS, number, 2) < 0.7;
            Long timeout = isTimed ? chance.spread(500, LONGEST_TIMEOUT, Draw.DEADLINE, number, 0) : null;
            Begin begin = new Begin(isAtOnce ? RunAt.NOW : RunAt.COMMIT, timeout);
            if (!chance.strikes(Happening.Kind.STEP, number, FORGETS_TO_BEGIN, FORGETFUL)) {
                say("begin", SagaAction.BEGIN, null, begin);
            }
            int steps = chance.below(MOST_STEPS + 1, Draw.OPEN_SAGAS, number, 3);
            for (int step = 1; step <= steps; step++) {
                think();
                if (chance.strikes(Happening.Kind.STEP, number, step, 1)) {
                    say("step" + step, SagaAction.ADD_STEP, tool(step), null);
                }
            }
            end();
            if (chance.strikes(Happening.Kind.STEP, number, 0, OUT_OF_TURN)) {
                think();
                say("afterwards", SagaAction.ADD_STEP, tool(0), null);
                end();
            }
        }

        /** Commits, rolls back, or walks away. */
        private void end() {
            think();
            double how = chance.unit(Draw.OPEN_SAGAS, number, 4L + messages);
            if (how < 0.6) {
                say("commit", SagaAction.COMMIT, null, null);
            } else if (how < 0.8) {
                say("roll-back", SagaAction.ROLL_BACK, null, null);
            }
        }

        private void think() {
            time += chance.spread(1, LONGEST_THOUGHT, Draw.OPEN_THOUGHT, number, messages++);
        }

        private String tool(int step) {
            return TOOLS.get(chance.below(TOOLS.size(), Draw.DEFINITION, number, step));
        }

        private void say(String name, SagaAction action, @Nullable String tool, @Nullable Begin begin) {
            int message = messages++;
            sent.in(world, time, number, command("", name, action, tool, begin, "a"));
            for (int again = 0; again < 2; again++) {
                if (chance.strikes(Happening.Kind.DUPLICATE, number, 2 * message + again, DUPLICATE)) {
                    long later = time + chance.spread(0, 100_000, Draw.DUPLICATE_DELAY, number, 2L * message + again);
                    sent.in(world, later, number, command(again == 0 ? "" : "-again", name, action, tool, begin, "a"));
                }
            }
            if (chance.strikes(Happening.Kind.MISMATCH, number, message, MISMATCH)) {
                long later = time + chance.spread(0, 60_000, Draw.MISMATCH_DELAY, number, message);
                sent.in(world, later, number, command("-other", name, action, tool, begin, "b"));
            }
        }

        private Command command(
                String suffix,
                String name,
                SagaAction action,
                @Nullable String tool,
                @Nullable Begin begin,
                String act) {
            boolean isOdd = chance.unit(Draw.CONDITION, number, 0) < 0.5;
            return new Command(
                    tenant + "-o" + number + "-" + name + suffix,
                    tenant,
                    "run",
                    name,
                    "agent-" + number,
                    tool,
                    null,
                    Rivals.TARGET_TYPE,
                    Rivals.target(chance, number),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    "{\"act\":\"" + act + number + "\",\"odd\":" + isOdd + "}",
                    false,
                    null,
                    action,
                    "open-" + number,
                    begin == null ? null : begin.runAt,
                    begin == null ? null : begin.timeoutMs,
                    null,
                    Instant.ofEpochMilli(WallClock.EPOCH));
        }
    }

    /** How a saga is begun. */
    private record Begin(RunAt runAt, @Nullable Long timeoutMs) {}
}
