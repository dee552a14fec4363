package io.sluice.claim;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a key stands for, as far as anybody claims it.
 *
 * <p>A rate is a bucket that holds as many tokens as the rate allows and fills evenly. It is kept as the one moment at
 * which the bucket will be full again.
 *
 * @param held how many claims are held
 * @param waiting how many wait
 * @param lastNumber the number that the last one to wait got
 * @param fullAt when the bucket is full, in microseconds since 1970; 0 where there is no rate
 * @param commandId the command that a business act was last given to; null for anything else, and once it is given back
 */
public record Resource(
        String key,
        Terms terms,
        int held,
        int waiting,
        long lastNumber,
        long fullAt,
        @Nullable String commandId) {

    private static final long MICROS = 1000;

    static Resource unclaimed(String key, Terms terms) {
        return new Resource(key, terms, 0, 0, 0, 0, null);
    }

    Resource with(Terms other) {
        return new Resource(key, other, held, waiting, lastNumber, fullAt, commandId);
    }

    /**
     * With the terms in force at {@code now}: an empty bucket is full after their period, whatever an earlier one was. As long
     * as they are the same it stays as it is: a clock that was set back must not fill it.
     */
    Resource with(Terms other, Instant now) {
        if (other.equals(terms)) {
            return this;
        }
        long latest = micros(now) + other.perMs() * MICROS;
        return new Resource(
                key, other, held, waiting, lastNumber, other.rate() == 0 ? 0 : Math.min(fullAt, latest), commandId);
    }

    Resource given(long nextFullAt, @Nullable String to) {
        return new Resource(key, terms, held + 1, waiting, lastNumber, nextFullAt, to);
    }

    /** Whoever has it gives it back. */
    Resource ending() {
        return new Resource(key, terms, held, waiting, lastNumber, fullAt, null);
    }

    Resource returned() {
        return new Resource(key, terms, held - 1, waiting, lastNumber, fullAt, commandId);
    }

    Resource queued(long number, long nextFullAt) {
        return new Resource(key, terms, held, waiting + 1, number, nextFullAt, commandId);
    }

    Resource left() {
        return new Resource(key, terms, held, waiting - 1, lastNumber, fullAt, commandId);
    }

    /** Whether nothing of it needs to be remembered. */
    boolean isForgettable() {
        return held == 0 && waiting == 0 && terms.rate() == 0;
    }

    /** Whether one more may be given now, to whoever is first. */
    boolean isFree(Instant now) {
        return hasPlace() && (terms.rate() == 0 || fullAtAfterOne(now) - micros(now) <= periodMicros());
    }

    /** When the bucket is full again after one more was given at {@code now}; in microseconds since 1970. */
    long fullAtAfterOne(Instant now) {
        return terms.rate() == 0 ? 0 : Math.max(fullAt, micros(now)) + intervalMicros();
    }

    /** When the passing of time lets in whoever waits; empty where it does not. */
    Optional<Instant> opensAt() {
        if (waiting == 0 || terms.rate() == 0 || !hasPlace()) {
            return Optional.empty();
        }
        long micros = Math.max(0, fullAt + intervalMicros() - periodMicros());
        return Optional.of(
                Instant.EPOCH.plus(micros + MICROS - 1, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS));
    }

    private boolean hasPlace() {
        return terms.places() == 0 || held < terms.places();
    }

    private long periodMicros() {
        return terms.perMs() * MICROS;
    }

    private long intervalMicros() {
        return Math.max(1, periodMicros() / terms.rate());
    }

    private static long micros(Instant instant) {
        return instant.toEpochMilli() * MICROS;
    }
}
