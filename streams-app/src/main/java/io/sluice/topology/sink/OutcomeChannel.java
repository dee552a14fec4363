package io.sluice.topology.sink;

import java.util.concurrent.CompletableFuture;

/** Writes to the {@code outcomes} topic outside any transaction: what a provider answered is a fact whatever becomes of the task. */
@FunctionalInterface
public interface OutcomeChannel {

    /**
     * Never blocks.
     *
     * @param partition the partition of the task that the message is for
     * @return done once the message is in the log; failed when it cannot be written for good
     */
    CompletableFuture<Void> publish(int partition, byte[] key, byte[] value);
}
