package io.sluice.partition;

import io.sluice.effect.Intent;

/** Acts on intents that are in the log. Neither method waits for a provider. */
public interface Sink {

    /** Acts on a committed intent of this incarnation. */
    void offer(Intent intent);

    /**
     * Shuts: nothing is called any more. Then says so in the log, so that the next owner re-issues instead of reconciling.
     *
     * @param nextIntentOffset the offset behind the highest intent that this incarnation has seen
     */
    void close(long nextIntentOffset);
}
