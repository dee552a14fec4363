package io.sluice.sandbox.simulation.provider;

import io.sluice.effect.Intent;
import java.util.ArrayList;
import java.util.List;

/** What a provider has really done under one key: once, it is to be hoped. */
public final class Deed {

    private final String key;
    private final List<Done> times = new ArrayList<>();

    /**
     * The work was done.
     *
     * @param at milliseconds of true time
     * @param visibleAt when lookups show it
     * @param finishedAt when it has ended; later than {@code at} only for work that was taken on
     */
    public record Done(Intent intent, long at, long visibleAt, long finishedAt) {}

    Deed(String key) {
        this.key = key;
    }

    void done(Done done) {
        times.add(done);
    }

    /** Every time it was done, in order. */
    public List<Done> times() {
        return times;
    }

    /** How the provider names it. */
    public String reference() {
        return "ref-" + key.substring(0, 8);
    }
}
