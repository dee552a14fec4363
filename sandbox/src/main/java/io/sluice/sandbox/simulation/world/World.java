package io.sluice.sandbox.simulation.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Everything there is: time, chance, partitions, processes, providers, and who watches. */
public final class World {

    private final Chance chance;
    private final WorldSettings settings;
    private final Seams seams;
    private final Witness witness;
    private final Timeline timeline = new Timeline();
    private final List<Home> homes = new ArrayList<>();
    private final Map<Integer, Channel> channels = new HashMap<>();
    private final Group group;
    private final Faults faults;
    private final Outside outside;
    private int boundaries;
    private int dispatches;

    /**
     * @param outside makes the providers of this world
     */
    public World(
            Chance chance, WorldSettings settings, Seams seams, Witness witness, Function<World, Outside> outside) {
        this.chance = chance;
        this.settings = settings;
        this.seams = seams;
        this.witness = witness;
        for (int number = 0; number < settings.partitions(); number++) {
            homes.add(new Home(this, number));
        }
        group = new Group(this, settings.instances());
        faults = new Faults(this, settings.faults());
        this.outside = outside.apply(this);
    }

    /** Starts every instance. */
    public void begin() {
        for (int instance = 0; instance < settings.instances(); instance++) {
            group.start(instance);
        }
        faults.begin();
    }

    /** The partition that owns a saga. */
    public Home home(String sagaId) {
        return homes.get(Math.floorMod(sagaId.hashCode(), homes.size()));
    }

    public List<Home> homes() {
        return homes;
    }

    public Timeline timeline() {
        return timeline;
    }

    public Chance chance() {
        return chance;
    }

    public Witness witness() {
        return witness;
    }

    public WorldSettings settings() {
        return settings;
    }

    /** How many boundaries were passed so far. */
    public int boundaries() {
        return boundaries;
    }

    Seams seams() {
        return seams;
    }

    Group group() {
        return group;
    }

    Outside outside() {
        return outside;
    }

    Channel channel(AppProcess process) {
        return channels.computeIfAbsent(process.number(), number -> new Channel(this, process));
    }

    int nextDispatch() {
        return dispatches++;
    }

    /** A process passes a point at which something may befall it. */
    void boundary(Boundary boundary, AppProcess process) {
        int number = boundaries++;
        witness.boundary(number, boundary, process);
        faults.passes(number, process);
    }
}
