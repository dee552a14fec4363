package io.sluice.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private Instant now = Instant.parse("2026-01-05T09:00:00Z");
    private final List<String> gaveUp = new ArrayList<>();
    private final ThreadFailures failures = new ThreadFailures("sluice-machine", () -> now, gaveUp::add);

    @Test
    void shouldReplaceThreadsWhileKafkaIsOutOfReach() {
        for (int i = 0; i < 100; i++) {
            assertThat(failures.handle(new StreamsException("lost", new TimeoutException("no answer"))))
                    .isEqualTo(REPLACE_THREAD);
        }
        assertThat(gaveUp).isEmpty();
    }

    @Test
    void shouldGiveUpWithOneSentenceWhenTheSameKeepsHappening() {
        for (int i = 0; i < 10; i++) {
            assertThat(failures.handle(new IllegalStateException("broken"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(failures.handle(new IllegalStateException("broken"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(gaveUp).singleElement().asString().contains("sluice-machine", "broken");
    }

    @Test
    void shouldForgetFailuresOfLongAgo() {
        for (int i = 0; i < 50; i++) {
            now = now.plus(Duration.ofMinutes(1));
            assertThat(failures.handle(new IllegalStateException("now and then")))
                    .isEqualTo(REPLACE_THREAD);
        }
    }

    @Test
    void shouldStopAtOnceWhenTheDiskIsFull() {
        Exception noSpace = new IOException("While appending to file: 000029.sst: No space left on device");
        assertThat(failures.handle(new StreamsException("put failed", noSpace))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(gaveUp).singleElement().asString().contains("disk", "free some space");
    }
}
