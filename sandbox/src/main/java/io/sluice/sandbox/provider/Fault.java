package io.sluice.sandbox.provider;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault that requests run into.
 *
 * @param kind what happens
 * @param method of the requests it is for; POST if absent
 * @param path how their path begins, for example {@code /lookup/notices}; any if absent
 * @param key their idempotency key, or the key they look up; any if absent
 * @param bodyContains a text in their body; any if absent
 * @param times how many requests run into it, 0 for all until it is cleared; 1 if absent
 * @param delayMs how long a delay lasts, in milliseconds; 1000 if absent
 * @param status of the answer; the kind's own if absent
 * @param retryAfterS the Retry-After of the answer, in seconds; none if absent
 * @param reason given in the answer
 */
public record Fault(
        FaultKind kind,
        @Nullable String method,
        @Nullable String path,
        @Nullable String key,
        @Nullable String bodyContains,
        @Nullable Integer times,
        @Nullable Long delayMs,
        @Nullable Integer status,
        @Nullable Integer retryAfterS,
        @Nullable String reason) {

    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);

    public Fault {
        Objects.requireNonNull(kind, "A fault needs a kind.");
    }

    /** A fault for the next POST; the methods below narrow or widen it. */
    public static Fault of(FaultKind kind) {
        return new Fault(kind, null, null, null, null, null, null, null, null, null);
    }

    public Fault onMethod(String wanted) {
        return new Fault(kind, wanted, path, key, bodyContains, times, delayMs, status, retryAfterS, reason);
    }

    public Fault onPath(String prefix) {
        return new Fault(kind, method, prefix, key, bodyContains, times, delayMs, status, retryAfterS, reason);
    }

    public Fault onKey(String wanted) {
        return new Fault(kind, method, path, wanted, bodyContains, times, delayMs, status, retryAfterS, reason);
    }

    public Fault onBody(String text) {
        return new Fault(kind, method, path, key, text, times, delayMs, status, retryAfterS, reason);
    }

    public Fault times(int requests) {
        return new Fault(kind, method, path, key, bodyContains, requests, delayMs, status, retryAfterS, reason);
    }

    /** For every request until faults are cleared. */
    public Fault always() {
        return times(0);
    }

    public Fault lasting(Duration delay) {
        return new Fault(kind, method, path, key, bodyContains, times, delay.toMillis(), status, retryAfterS, reason);
    }

    public Fault withStatus(int code) {
        return new Fault(kind, method, path, key, bodyContains, times, delayMs, code, retryAfterS, reason);
    }

    public Fault retryAfter(int seconds) {
        return new Fault(kind, method, path, key, bodyContains, times, delayMs, status, seconds, reason);
    }

    public Fault because(String text) {
        return new Fault(kind, method, path, key, bodyContains, times, delayMs, status, retryAfterS, text);
    }

    boolean isFor(SimulatedRequest request) {
        return request.method().equals(method == null ? "POST" : method)
                && (path == null || request.path().startsWith(path))
                && (key == null || key.equals(request.key()))
                && (bodyContains == null || request.body().contains(bodyContains));
    }

    boolean waits() {
        return kind == FaultKind.DELAY_BEFORE || kind == FaultKind.DELAY_AFTER;
    }

    Duration delay() {
        return delayMs == null ? DEFAULT_DELAY : Duration.ofMillis(delayMs);
    }

    int statusOr(int usual) {
        return status == null ? usual : status;
    }
}
