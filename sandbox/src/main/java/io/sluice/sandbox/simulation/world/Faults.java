package io.sluice.sandbox.simulation.world;

import java.util.ArrayList;
import java.util.List;

/** What befalls the processes of a schedule. */
public final class Faults {

    private static final int MOST_FAULTS = 5;
    private static final int LAST_BOUNDARY = 80;
    private static final Fault.Kind[] KINDS = Fault.Kind.values();

    private final World world;
    private final List<Fault> faults;

    Faults(World world, List<Fault> faults) {
        this.world = world;
        this.faults = faults;
    }

    /**
     * Draws what befalls the processes.
     *
     * @param end no fault strikes later, in milliseconds of true time
     */
    public static List<Fault> drawn(Chance chance, long end) {
        int count = chance.below(MOST_FAULTS + 1, Draw.FAULT_COUNT, 0, 0);
        List<Fault> faults = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            boolean atBoundary = chance.unit(Draw.FAULT_BOUNDARY, number, 0) < 0.5;
            Fault.Kind kind = KINDS[chance.below(KINDS.length, Draw.FAULT_KIND, number, 0)];
            faults.add(new Fault(
                    number,
                    kind,
                    atBoundary ? (int) chance.spread(0, LAST_BOUNDARY, Draw.FAULT_BOUNDARY, number, 1) : -1,
                    chance.spread(1, end, Draw.FAULT_TIME, number, 0),
                    chance.below(4, Draw.FAULT_INSTANCE, number, 0),
                    kind == Fault.Kind.ZOMBIE
                            ? chance.spread(10_001, 60_000, Draw.FAULT_LENGTH, number, 0)
                            : chance.spread(1, 9_000, Draw.FAULT_LENGTH, number, 0)));
        }
        return faults;
    }

    /** Draws processes that stand still for long, one after the other, and wake up when others have taken over. */
    public static List<Fault> haunting(Chance chance, long end) {
        List<Fault> faults = new ArrayList<>();
        for (int number = 0; number < MOST_FAULTS; number++) {
            faults.add(new Fault(
                    number,
                    Fault.Kind.ZOMBIE,
                    -1,
                    (long) (end * chance.unit(Draw.FAULT_TIME, number, 0)),
                    chance.below(4, Draw.FAULT_INSTANCE, number, 0),
                    chance.spread(10_001, 60_000, Draw.FAULT_LENGTH, number, 0)));
        }
        return faults;
    }

    /** Sets those that strike at a time. */
    void begin() {
        for (Fault fault : faults) {
            if (fault.boundary() < 0) {
                world.timeline().in(fault.time(), () -> {
                    AppProcess process = world.group().process(fault.instance());
                    if (process != null) {
                        strike(fault, process);
                    }
                });
            }
        }
    }

    /** A process passes the boundary of this number. */
    void passes(int boundary, AppProcess process) {
        for (Fault fault : faults) {
            if (fault.boundary() == boundary && process.isAlive()) {
                strike(fault, process);
            }
        }
    }

    private void strike(Fault fault, AppProcess process) {
        if (!world.chance().strikes(Happening.Kind.FAULT, fault.number(), 0, 1)) {
            return;
        }
        switch (fault.kind()) {
            case CRASH -> world.group().crash(process);
            case STOP -> world.timeline().in(0, process, () -> world.group().stop(process));
            case PAUSE, ZOMBIE -> world.group().pause(process, fault.length());
            case ABORT -> world.group().abort(process);
            case REBALANCE -> world.group().rebalance(process);
            case CLOCK -> {
                long target = world.settings().clocks().offset(process.instance(), fault.number() + 1);
                world.witness().happens("the clock of " + process + " jumps to " + target + " ms ahead");
                process.clock().jump(target - process.clock().error());
            }
        }
    }
}
