package io.sluice.sandbox.simulation;

/** The schedules that several tests look at, run once: those of the first seeds, as they are. */
final class OrdinarySchedules {

    static final long SEEDS = 4_000;
    static final int THREADS = 2;

    static final Catalogs CATALOGS = Catalogs.read();
    static final Campaign.Result RESULT = run();

    private OrdinarySchedules() {}

    private static Campaign.Result run() {
        try {
            return new Campaign(CATALOGS, 1, SEEDS).run(THREADS, done -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
