package io.sluice.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Intent;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GateTest {

    private final AtomicReference<Instant> wall = new AtomicReference<>(Samples.NOW);
    private final AtomicLong nanos = new AtomicLong(1_000);
    private final Clocks clocks = new Clocks(wall::get, nanos::get);
    private final Gate gate = new Gate();

    @Test
    void shouldFireOnce() {
        Gate.Permit permit = gate.admit(Samples.intent("i-1"), clocks);

        assertThat(permit.fire()).isTrue();
        assertThat(permit.fire()).isFalse();
        assertThat(permit.wasFired()).isTrue();
    }

    @Test
    void shouldFireNothingOnceItIsShut() {
        Gate.Permit permit = gate.admit(Samples.intent("i-1"), clocks);

        assertThat(gate.shut()).extracting(Intent::intentId).containsExactly("i-1");
        assertThat(permit.fire()).isFalse();
        assertThat(permit.wasShut()).isTrue();
    }

    @Test
    void shouldNotShutOutWhatWasFired() {
        Gate.Permit permit = gate.admit(Samples.intent("i-1"), clocks);
        permit.fire();

        assertThat(gate.shut()).isEmpty();
        assertThat(permit.wasShut()).isFalse();
    }

    @Test
    void shouldForgetWhatIsDone() {
        gate.done(gate.admit(Samples.intent("i-1"), clocks));

        assertThat(gate.shut()).isEmpty();
    }

    @Test
    void shouldNotFireWhenTheWallClockIsPastTheIntent() {
        Gate.Permit permit = gate.admit(Samples.intent("i-1"), clocks);
        wall.set(Samples.NOW.plusSeconds(16));

        assertThat(permit.fire()).isFalse();
    }

    @Test
    void shouldNotFireWhenTheMonotonicClockIsPastTheIntentThoughTheWallClockWasSetBack() {
        Gate.Permit permit = gate.admit(Samples.intent("i-1"), clocks);
        wall.set(Samples.NOW.minusSeconds(60));
        nanos.addAndGet(15_000_000_001L);

        assertThat(permit.fire()).isFalse();
    }
}
