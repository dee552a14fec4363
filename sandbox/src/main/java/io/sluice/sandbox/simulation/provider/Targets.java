package io.sluice.sandbox.simulation.provider;

import io.sluice.claim.DomainEvent;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What agents write about, which version each truly has, and what its owner tells of it: late, twice, out of order, and now and
 * then not at first. Some versions are numbers; the others are names, which may come again.
 */
public final class Targets {

    public static final String TYPE = "document";

    private static final int MOST_CHANGES = 4;
    private static final int NAMES = 5;
    private static final double SILENT = 0.1;
    private static final double LATE = 0.25;
    private static final double TWICE = 0.2;
    private static final long LAST_CHANGE = 60_000;
    private static final long LONGEST_WAY = 1_500;
    private static final long LONGEST_DELAY = 30_000;

    private final World world;
    private final Chance chance;
    private final List<Target> all = new ArrayList<>();

    Targets(World world) {
        this.world = world;
        this.chance = world.chance();
        int number = 0;
        for (String tenant : List.of("acme", "bolt")) {
            for (String id : List.of("first", "second")) {
                all.add(new Target(number++, tenant, id));
            }
        }
    }

    /** From here on they change, and their owners tell it. */
    public void begin() {
        all.forEach(Target::begin);
    }

    /** The version that an agent saw that looked at a time, in milliseconds of true time; of what Sluice does it sees nothing. */
    public String seenAt(String tenant, String id, long time) {
        Target target = target(tenant, id);
        return target.version(
                (int) target.times().filter(change -> change <= time).count());
    }

    /** The version that comes after all that anybody can have seen. */
    public String neverSeen(String tenant, String id) {
        return target(tenant, id).version(100);
    }

    /** The version that it truly has. */
    String current(String tenant, String id) {
        Target target = target(tenant, id);
        return target.version(target.changes);
    }

    /** Somebody has changed it. */
    void changed(String tenant, String id) {
        target(tenant, id).changed();
    }

    private Target target(String tenant, String id) {
        return all.stream()
                .filter(one -> one.tenant.equals(tenant) && one.id.equals(id))
                .findFirst()
                .orElseThrow();
    }

    private final class Target {

        private final int number;
        private final String tenant;
        private final String id;
        private final boolean isCounted;
        private int changes;

        Target(int number, String tenant, String id) {
            this.number = number;
            this.tenant = tenant;
            this.id = id;
            isCounted = chance.unit(Draw.VERSIONS, number, 0) < 0.6;
        }

        String version(int change) {
            return isCounted ? String.valueOf(change + 1) : "name-" + change % NAMES;
        }

        /** When others change it. */
        LongStream times() {
            int count = chance.below(MOST_CHANGES, Draw.VERSIONS, number, 1);
            return LongStream.range(0, count)
                    .map(change -> chance.spread(1, LAST_CHANGE, Draw.VERSIONS, number, 2 + change));
        }

        void begin() {
            if (chance.unit(Draw.VERSIONS, number, 10) >= SILENT) {
                tell();
            }
            times().forEach(time -> world.timeline().in(time, this::changed));
        }

        void changed() {
            changes++;
            tell();
        }

        private void tell() {
            Instant now =
                    Instant.ofEpochMilli(WallClock.EPOCH + world.timeline().now());
            DomainEvent event = new DomainEvent(tenant, TYPE, id, version(changes), now);
            int first = 2 * changes;
            long way = chance.spread(0, LONGEST_WAY, Draw.OWNER_DELAY, number, first);
            boolean isLate = chance.strikes(Happening.Kind.OWNER, number, first, LATE);
            long delay = isLate ? chance.spread(500, LONGEST_DELAY, Draw.OWNER_DELAY, number, -1L - first) : 0;
            String source = "owner-" + number + "@" + changes;
            world.timeline().in(way + delay, () -> world.tell(event.report(source)));
            if (chance.strikes(Happening.Kind.OWNER, number, first + 1, TWICE)) {
                long again = chance.spread(1, LONGEST_DELAY, Draw.OWNER_DELAY, number, first + 1);
                world.timeline().in(way + again, () -> world.tell(event.report(source)));
            }
        }
    }
}
