package io.sluice.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks again and again, for a bounded time. */
final class Poll {
    private static final Duration PAUSE = Duration.ofMillis(150);

    private Poll() {}

    /** The first answer that {@code question} gives; empty when it gives none within {@code patience}. */
    static <T> Optional<T> until(Duration patience, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + patience.toNanos();
        Optional<T> answer = question.get();
        while (answer.isEmpty() && System.nanoTime() - end < 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            answer = question.get();
        }
        return answer;
    }
}
