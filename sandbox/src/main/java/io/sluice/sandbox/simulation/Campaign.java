package io.sluice.sandbox.simulation;

import io.sluice.sandbox.simulation.coverage.Transitions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Many schedules, on several threads. It ends early where one fails: the failure of the lowest seed counts. */
public final class Campaign {

    private static final long NONE = Long.MAX_VALUE;

    private final Catalogs catalogs;
    private final LongFunction<Scenario> scenarios;
    private final long from;
    private final long seeds;
    private final AtomicLong next;
    private final AtomicLong firstFailure = new AtomicLong(NONE);
    private final LongAdder done = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final Transitions transitions = new Transitions();

    /**
     * What came of it.
     *
     * @param schedules how many were run
     * @param steps how many things happened in all of them
     * @param nanos how long it took
     * @param failed the lowest seed that failed; -1 where none did
     * @param transitions what the machine was asked
     */
    public record Result(long schedules, long steps, long nanos, long failed, Transitions transitions) {

        public boolean isClean() {
            return failed < 0;
        }

        /** Schedules in a second. */
        public double perSecond() {
            return schedules * 1e9 / nanos;
        }
    }

    /**
     * @param from the first seed
     * @param seeds how many there are
     */
    public Campaign(Catalogs catalogs, long from, long seeds) {
        this(catalogs, Scenario::of, from, seeds);
    }

    /**
     * @param scenarios makes the schedule of a seed
     * @param from the first seed
     * @param seeds how many there are
     */
    public Campaign(Catalogs catalogs, LongFunction<Scenario> scenarios, long from, long seeds) {
        this.catalogs = catalogs;
        this.scenarios = scenarios;
        this.from = from;
        this.seeds = seeds;
        next = new AtomicLong(from);
    }

    /**
     * Runs it.
     *
     * @param progress told every second how many schedules were run
     */
    public Result run(int threads, LongConsumer progress) throws InterruptedException {
        long begun = System.nanoTime();
        CountDownLatch running = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            Thread.ofPlatform().name("simulation-" + thread).daemon().start(() -> {
                try {
                    work();
                } finally {
                    running.countDown();
                }
            });
        }
        while (!running.await(1, TimeUnit.SECONDS)) {
            progress.accept(done.sum());
        }
        long failed = firstFailure.get();
        return new Result(
                done.sum(), steps.sum(), System.nanoTime() - begun, failed == NONE ? -1 : failed, transitions);
    }

    private void work() {
        Simulation simulation = new Simulation(catalogs);
        run(simulation);
        synchronized (transitions) {
            transitions.add(simulation.transitions());
        }
    }

    private void run(Simulation simulation) {
        for (long seed = next.getAndIncrement(); seed < from + seeds; seed = next.getAndIncrement()) {
            if (seed > firstFailure.get()) {
                return;
            }
            Verdict verdict = simulation.run(scenarios.apply(seed));
            done.increment();
            steps.add(verdict.steps());
            if (!verdict.isClean()) {
                firstFailure.accumulateAndGet(seed, Math::min);
            }
        }
    }
}
