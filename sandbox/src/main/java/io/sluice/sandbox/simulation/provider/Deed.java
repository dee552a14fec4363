package io.sluice.sandbox.simulation.provider;

import io.sluice.effect.Intent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @param version what it has left its target at; null where it changed none
     */
    public record Done(
            Intent intent,
            long at,
            long visibleAt,
            long finishedAt,
            @Nullable String version) {}

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

    /** What it has left its target at, the last time; null where it changed none or was not done. */
    @Nullable
    String version() {
        return times.isEmpty() ? null : times.getLast().version();
    }

    /** How the provider names it. */
    public String reference() {
        return "ref-" + key.substring(0, 8);
    }
}
