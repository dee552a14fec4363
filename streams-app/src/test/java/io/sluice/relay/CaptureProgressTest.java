package io.sluice.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CaptureProgressTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final CaptureProgress progress = new CaptureProgress(nanos::get);

    @Test
    void shouldHaveCapturedNothingAtFirst() {
        assertThat(progress.capturedUpTo()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void shouldNeverGoBack() {
        progress.reached(NOON);
        progress.reached(NOON.minusSeconds(5));
        assertThat(progress.capturedUpTo()).isEqualTo(NOON);
    }

    @Test
    void shouldNotBeWaitedForOnceItHasStalled() {
        progress.reached(NOON);
        nanos.addAndGet(CaptureProgress.STALLED.toNanos() + 1);
        assertThat(progress.capturedUpTo()).isNull();

        progress.reached(NOON.plusSeconds(1));
        assertThat(progress.capturedUpTo()).isEqualTo(NOON.plusSeconds(1));
    }
}
