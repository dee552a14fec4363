package io.sluice.sandbox;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Starts parts at the same time. Closed before they are all there, it gives up what is still starting and waits for that. */
public final class Launches implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Starts one part on a thread of its own, which is interrupted when this is closed. */
    public <T> CompletableFuture<T> launch(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
