package io.sluice.topology.machine;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** One punctuation, armed for the next due timer: an empty one every few milliseconds would cost a commit each time. */
public final class WakeUp {

    private final ProcessorContext<byte[], byte[]> context;
    private final Runnable action;
    private @Nullable Cancellable armed;
    private long armedFor = Long.MAX_VALUE;

    public WakeUp(ProcessorContext<byte[], byte[]> context, Runnable action) {
        this.context = context;
        this.action = action;
    }

    /** Wakes at {@code dueMillis}, or earlier where that was asked for before. */
    public void at(long dueMillis, long nowMillis) {
        if (dueMillis >= armedFor) {
            return;
        }
        disarm();
        armedFor = dueMillis;
        armed = context.schedule(
                Duration.ofMillis(Math.max(1, dueMillis - nowMillis)), PunctuationType.WALL_CLOCK_TIME, time -> fire());
    }

    public void disarm() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
        armedFor = Long.MAX_VALUE;
    }

    private void fire() {
        disarm();
        action.run();
    }
}
