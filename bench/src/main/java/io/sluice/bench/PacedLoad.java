package io.sluice.bench;

import io.sluice.cli.Failure;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** One tenant that proposes at a steady pace for some time. A late saga does not keep the next one waiting. */
final class PacedLoad {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String tenant;
    private final Duration time;
    private final Queue<CompletableFuture<Double>> sagas = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    private PacedLoad(SagaLoad load, String tenant, String definition, double perSecond, Duration time) {
        this.tenant = tenant;
        this.time = time;
        thread = Thread.ofVirtual().start(() -> {
            long start = System.nanoTime();
            long count = Math.round(perSecond * time.toMillis() / 1000.0);
            for (long number = 0; number < count; number++) {
                long due = start + (long) (number / perSecond * TimeUnit.SECONDS.toNanos(1));
                while (System.nanoTime() - due < 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                sagas.add(load.propose(tenant, definition));
            }
        });
    }

    static PacedLoad start(SagaLoad load, String tenant, String definition, double perSecond, Duration time) {
        return new PacedLoad(load, tenant, definition, perSecond, time);
    }

    int proposed() {
        return sagas.size();
    }

    long committed() {
        return sagas.stream().filter(CompletableFuture::isDone).count();
    }

    /** Waits until everything is proposed. */
    void awaitProposed() throws InterruptedException {
        thread.join();
    }

    /** Waits until everything is proposed and committed. */
    Measured awaitCommitted(String name) throws InterruptedException {
        awaitProposed();
        try {
            CompletableFuture.allOf(sagas.toArray(CompletableFuture[]::new))
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure((proposed() - committed()) + " sagas of tenant " + tenant + " did not end within "
                    + PATIENCE.toSeconds() + " s.");
        }
        return Measured.of(
                name, time, sagas.stream().mapToDouble(CompletableFuture::join).toArray());
    }
}
