package io.sluice.topology.sink;

import io.sluice.topology.serde.Codecs;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sinks of all tasks of a process share: the provider client, the threads, the channel and one bound on calls. */
public final class Dispatcher implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final ProviderCall provider;
    private final OutcomeChannel channel;
    private final Codecs codecs;
    private final Clocks clocks;
    private final Executor executor;
    private final Semaphore places;
    private final int maxCalls;
    private final Duration patience;

    /**
     * @param executor where calls run; a virtual thread each
     * @param maxCalls how many calls may be under way in this process; what is beyond is not fired and tried later
     * @param patience how long {@link #close} waits for calls that were fired
     */
    public Dispatcher(
            ProviderCall provider,
            OutcomeChannel channel,
            Codecs codecs,
            Clocks clocks,
            Executor executor,
            int maxCalls,
            Duration patience) {
        this.provider = provider;
        this.channel = channel;
        this.codecs = codecs;
        this.clocks = clocks;
        this.executor = executor;
        this.maxCalls = maxCalls;
        this.places = new Semaphore(maxCalls);
        this.patience = patience;
    }

    /** Threads for calls: blocking ones, since a blocked virtual thread costs next to nothing. */
    public static ExecutorService virtualThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("call-", 0).factory());
    }

    /** The sink of a task that begins a life of its own; says so in the log. */
    public TaskSink open(int partition, String incarnation) {
        TaskSink sink = new TaskSink(this, partition, incarnation);
        sink.opened();
        return sink;
    }

    /** Waits, bounded, until the calls under way have ended, so that their outcomes are written. */
    @Override
    public void close() {
        try {
            if (!places.tryAcquire(maxCalls, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn(
                        "{} calls had no answer within {}; they will be reconciled",
                        maxCalls - places.availablePermits(),
                        patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean tryEnter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    void execute(Runnable call) {
        executor.execute(call);
    }

    ProviderCall provider() {
        return provider;
    }

    OutcomeChannel channel() {
        return channel;
    }

    Codecs codecs() {
        return codecs;
    }

    Clocks clocks() {
        return clocks;
    }
}
