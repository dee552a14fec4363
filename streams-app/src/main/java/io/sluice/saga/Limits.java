package io.sluice.saga;

import java.time.Duration;

/**
 * Every limit the machine keeps to, in one place. Each must be longer than what it must outlast:
 * call timeout &lt; intent validity &lt; settle window &lt; reconciliation &lt; saga deadline.
 *
 * @param intentValidity how long after its commit an intent may still be acted on
 * @param clockMargin how far two clocks may disagree
 * @param commandSkew how far in the future a command may claim to have been created
 * @param maxCalls calls of one effect before a transient refusal counts as final
 * @param backoffBase first wait between calls; doubles up to {@code backoffMax}
 * @param maxLookups lookups of one ambiguous effect before a person is asked
 * @param lookupBase wait between the first lookup, which is immediate, and the second; doubles up to {@code lookupMax}
 * @param pollInterval wait between looks at accepted work
 * @param approvalExpiry how long an approval request stays open
 * @param sagaTimeout default deadline of a saga
 * @param openSagaTimeout how long an open saga waits for its commit, where its begin does not say so
 * @param openSagaMaxTimeout the longest that a begin may ask for
 * @param overloadedRetry when a command that was refused because too much waits should be sent again
 * @param window attempts that may be under way at one provider, in one partition
 * @param maxWaiting attempts of one tenant that may wait for one provider, in one partition, before new commands of it are refused
 * @param claimLease how long a claim lasts that its saga does not ask for again; several times an intent's validity
 * @param dedupWindow how long a command's key is remembered; an older command is refused
 */
public record Limits(
        Duration intentValidity,
        Duration clockMargin,
        Duration commandSkew,
        int maxCalls,
        Duration backoffBase,
        Duration backoffMax,
        int maxLookups,
        Duration lookupBase,
        Duration lookupMax,
        Duration pollInterval,
        Duration approvalExpiry,
        Duration sagaTimeout,
        Duration openSagaTimeout,
        Duration openSagaMaxTimeout,
        Duration overloadedRetry,
        int window,
        int maxWaiting,
        Duration claimLease,
        Duration dedupWindow) {

    public static final Limits DEFAULTS = new Limits(
            Duration.ofSeconds(15),
            Duration.ofSeconds(2),
            Duration.ofMinutes(5),
            6,
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            6,
            Duration.ofSeconds(20),
            Duration.ofMinutes(5),
            Duration.ofSeconds(2),
            Duration.ofHours(24),
            Duration.ofHours(72),
            Duration.ofSeconds(60),
            Duration.ofHours(24),
            Duration.ofSeconds(5),
            64,
            10_000,
            Duration.ofMinutes(5),
            Duration.ofDays(7));
}
