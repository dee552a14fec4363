package io.sluice.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Backoff backoff = new Backoff(nanos::get);

    @Test
    void shouldWaitLongerAfterEachFailureUpToABound() {
        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.pause()).isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            backoff.pause();
        }
        assertThat(backoff.pause()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void shouldStartOverAfterAGoodWhile() {
        backoff.pause();
        backoff.pause();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(backoff.pause()).isEqualTo(Duration.ofMillis(500));
    }
}
