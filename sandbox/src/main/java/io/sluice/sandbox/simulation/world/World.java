package io.sluice.sandbox.simulation.world;

import io.sluice.claim.ClaimMessage;
import io.sluice.claim.LedgerLimits;
import io.sluice.saga.Command;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything there is: time, chance, partitions, processes, providers, and who watches. */
public final class World {

    private final Chance chance;
    private final WorldSettings settings;
    private final Seams seams;
    private final Witness witness;
    private final Timeline timeline = new Timeline();
    private final List<SagaHome> homes = new ArrayList<>();
    private final List<LedgerHome> ledgers = new ArrayList<>();
    private final Map<Integer, Channel> channels = new HashMap<>();
    private final Group group;
    private final Faults faults;
    private final Outside outside;
    private final List<Command> dryRuns = new ArrayList<>();
    private Duration lease;
    private int boundaries;
    private int dispatches;

    /**
     * @param outside makes the providers of this world
     */
    public World(
            Chance chance, WorldSettings settings, Seams seams, Witness witness, Function<World, Outside> outside) {
        this.chance = chance;
        this.settings = settings;
        lease = settings.limits().claimLease();
        this.seams = seams;
        this.witness = witness;
        for (int number = 0; number < settings.partitions(); number++) {
            homes.add(new SagaHome(this, number));
            ledgers.add(new LedgerHome(this, settings.partitions() + number));
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
    public SagaHome home(String sagaId) {
        return homes.get(Math.floorMod(sagaId.hashCode(), homes.size()));
    }

    public List<SagaHome> homes() {
        return homes;
    }

    /** Somebody who is no saga tells the claim ledger something. */
    public void tell(ClaimMessage message) {
        ledger(message.key()).append(new Inbound.Claimed(message));
    }

    /** The partition of the claim ledger that owns a key. */
    LedgerHome ledger(String key) {
        return ledgers.get(Math.floorMod(key.hashCode(), ledgers.size()));
    }

    public List<LedgerHome> ledgers() {
        return ledgers;
    }

    /** Every partition of either sub-topology. */
    List<Home> everywhere() {
        return Stream.concat(homes.stream(), ledgers.stream()).toList();
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

    /** From here on nothing goes wrong any more, and claims last long: renewing them would be all that happens for days. */
    public void calmDown() {
        chance.calmDown();
        lease = settings.quietLease();
    }

    LedgerLimits ledgerLimits() {
        return new LedgerLimits(
                lease, settings.limits().dedupWindow(), settings.limits().maxWaiting());
    }

    /** How many boundaries were passed so far. */
    public int boundaries() {
        return boundaries;
    }

    /** Who is believed. */
    public Trust trust() {
        return seams.trust();
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

    /** A command whose dry run waits for the ledger, as bytes. */
    ByteBuffer bytes(Command command) {
        dryRuns.add(command);
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, dryRuns.size() - 1);
    }

    /** The command that some bytes stand for. */
    Command command(ByteBuffer bytes) {
        return dryRuns.get(bytes.getInt(0));
    }

    /** A process passes a point at which something may befall it. */
    void boundary(Boundary boundary, AppProcess process) {
        int number = boundaries++;
        witness.boundary(number, boundary, process);
        faults.passes(number, process);
    }
}
