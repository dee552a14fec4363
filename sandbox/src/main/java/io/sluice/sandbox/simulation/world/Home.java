package io.sluice.sandbox.simulation.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one partition of a sub-topology is kept whatever becomes of its owners: its topics, and who may write to it. */
public abstract class Home {

    private final World world;
    private final int number;
    private final List<TopicLog> topics = new ArrayList<>();
    private final int[] positions;
    private @Nullable Life owner;
    private int lives;

    /**
     * @param number as of no other partition of either sub-topology
     */
    Home(World world, int number, int topics) {
        this.world = world;
        this.number = number;
        this.positions = new int[topics];
        for (int topic = 0; topic < topics; topic++) {
            this.topics.add(new TopicLog());
        }
    }

    /** A new life, which has not begun. */
    abstract Life life(AppProcess process);

    /** The partition's number. */
    public int number() {
        return number;
    }

    /** How many topics it reads. */
    public int topics() {
        return positions.length;
    }

    /** How many records of a topic nobody has dealt with for good yet. */
    public int unread(int topic) {
        return topics.get(topic).size() - positions[topic];
    }

    /** Appends what comes from outside. */
    public void append(Inbound record) {
        topics.get(record.topic()).append(record);
        wake();
    }

    World world() {
        return world;
    }

    TopicLog topic(int topic) {
        return topics.get(topic);
    }

    int[] positions() {
        return positions.clone();
    }

    /** What was read is dealt with for good. */
    void read(int[] upTo) {
        System.arraycopy(upTo, 0, positions, 0, upTo.length);
    }

    /** The life whose transactions are taken; null while there is none. */
    @Nullable
    Life owner() {
        return owner;
    }

    /** From here on no other life may commit. */
    void ownedBy(@Nullable Life life) {
        owner = life;
    }

    int nextLife() {
        return lives++;
    }

    void wake() {
        Life life = owner;
        if (life != null) {
            life.wake();
        }
    }
}
