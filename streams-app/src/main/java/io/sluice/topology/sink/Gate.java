package io.sluice.topology.sink;

import io.sluice.effect.Intent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a task and its calls. Each attempt is either fired or shut out, never both: whoever sets the state first
 * wins. After {@link #shut} nothing of this task is fired any more, so the task can say so to its successor.
 */
public final class Gate {

    private final Map<String, Permit> permits = new ConcurrentHashMap<>();

    private enum State {
        OPEN,
        FIRED,
        SHUT
    }

    /** The permission to fire one attempt. */
    public static final class Permit {
        private final Intent intent;
        private final Clocks clocks;
        private final long lastNanos;
        private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

        private Permit(Intent intent, Clocks clocks) {
            this.intent = intent;
            this.clocks = clocks;
            this.lastNanos = clocks.nanosAt(intent.notAfter());
        }

        public Intent intent() {
            return intent;
        }

        /**
         * Fires, unless the gate is shut or it is too late on either clock: the wall clock may be set back, the monotonic
         * one may stand still while the machine sleeps.
         */
        public boolean fire() {
            Instant now = clocks.wall().instant();
            boolean inTime = !now.isAfter(intent.notAfter()) && clocks.nanos().getAsLong() - lastNanos <= 0;
            return inTime && state.compareAndSet(State.OPEN, State.FIRED);
        }

        public boolean wasFired() {
            return state.get() == State.FIRED;
        }

        public boolean wasShut() {
            return state.get() == State.SHUT;
        }
    }

    /** Lets one attempt wait for its last check. */
    public Permit admit(Intent intent, Clocks clocks) {
        Permit permit = new Permit(intent, clocks);
        permits.put(intent.intentId(), permit);
        return permit;
    }

    /** The attempt is over, whatever became of it. */
    public void done(Permit permit) {
        permits.remove(permit.intent().intentId(), permit);
    }

    /** Shuts the gate for every attempt that was not fired, and names them. */
    public List<Intent> shut() {
        List<Intent> shutOut = new ArrayList<>();
        for (Permit permit : permits.values()) {
            if (permit.state.compareAndSet(State.OPEN, State.SHUT)) {
                shutOut.add(permit.intent());
            }
        }
        return shutOut;
    }
}
