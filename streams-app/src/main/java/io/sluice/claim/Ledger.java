package io.sluice.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who gets what is competed for: first come, first served, as far as the terms of the key allow. Pure: the same
 * state, message and time give the same events.
 */
public final class Ledger {

    /** So many wait already that one more is turned away. */
    public static final String TOO_MANY_WAIT = "overloaded";

    /** Whoever had it has given it back, and a call under it may still be made. */
    public static final String NOT_FREE_YET = "not_free_yet";

    /** No call is under way for longer: two requests of the longest timeout there is, and what lies around them. */
    static final Duration LONGEST_CALL = Duration.ofMinutes(15);

    /** The same act is somebody else's already. */
    public static final String DUPLICATE = "duplicate";

    /**
     * So long after its start a task of the ledger ends no lease: whoever holds one may have been away together with the
     * ledger, and is about to ask for it again.
     */
    public static final Duration GRACE = Duration.ofMinutes(1);

    private final LedgerChanges changes;
    private final Instant now;
    private final LedgerLimits limits;
    private final List<LedgerEvent> events = new ArrayList<>();

    private Ledger(LedgerState state, Instant now, LedgerLimits limits) {
        this.changes = new LedgerChanges(state);
        this.now = now;
        this.limits = limits;
    }

    /** What a message from a saga changes; empty where it comes again and changes nothing. */
    public static List<LedgerEvent> decide(LedgerState state, ClaimMessage message, Instant now, LedgerLimits limits) {
        Ledger ledger = new Ledger(state, now, limits);
        switch (message) {
            case ClaimMessage.ClaimAsk ask -> ledger.ask(ask);
            case ClaimMessage.GrantIssue issue -> ledger.add(Grants.issue(state.grant(issue.key()), issue, now));
            case ClaimMessage.GrantTakeBack taken -> ledger.add(Grants.takeBack(state.grant(taken.key()), taken));
            case ClaimMessage.GrantUse use -> ledger.add(Grants.use(state.grant(use.key()), use, now));
            case ClaimMessage.VersionReport report ->
                ledger.add(Versions.report(state.version(report.key()), report, now));
            case ClaimMessage.VersionCorrection correction ->
                ledger.add(Versions.correct(state.version(correction.key()), correction, now));
            case ClaimMessage.VersionAsk ask -> ledger.add(Versions.tell(state.version(ask.key()), ask, now));
            case ClaimMessage.ClaimRelease release -> ledger.release(release);
        }
        return List.copyOf(ledger.events);
    }

    /**
     * What the passing of time changes.
     *
     * @param claimId the claim whose time may be over; null to let in who waits for the key
     */
    public static List<LedgerEvent> due(
            LedgerState state, String key, @Nullable String claimId, Instant now, LedgerLimits limits) {
        Ledger ledger = new Ledger(state, now, limits);
        Lease lease = claimId == null ? null : state.lease(key, claimId);
        if (lease != null && !lease.until().isAfter(now)) {
            ledger.add(new LedgerEvent.LeaseLapsed(key, lease.claimId()));
        }
        ledger.serve(key);
        return List.copyOf(ledger.events);
    }

    /** When time alone lets in whoever waits for the key; empty where it does not. */
    public static Optional<Instant> opensAt(@Nullable Resource resource) {
        return resource == null ? Optional.empty() : resource.opensAt();
    }

    /**
     * What the saga is told because of an event; empty where it need not hear of it.
     *
     * @param state the state after the event
     */
    public static Optional<ClaimAnswer> answer(LedgerState state, LedgerEvent event) {
        return switch (event) {
            case LedgerEvent.LeaseGiven given -> Optional.of(told(given.lease()));
            case LedgerEvent.LeaseQueued queued -> Optional.of(told(queued.lease()));
            case LedgerEvent.LeaseRenewed renewed ->
                Optional.ofNullable(state.lease(renewed.key(), renewed.claimId()))
                        .map(Ledger::told);
            case LedgerEvent.ClaimTurnedAway away ->
                Optional.of(new ClaimAnswer(
                        away.claimId(),
                        away.key(),
                        away.tenantId(),
                        away.sagaId(),
                        ClaimAnswer.Result.REFUSED,
                        null,
                        away.reason(),
                        away.explanation(),
                        away.duplicateOf(),
                        null,
                        null,
                        null));
            case LedgerEvent.ApprovalSpent spent ->
                Optional.of(new ClaimAnswer(
                        spent.claimId(),
                        spent.key(),
                        spent.grant().tenantId(),
                        spent.sagaId(),
                        ClaimAnswer.Result.HELD,
                        spent.grant().expiresAt(),
                        null,
                        null,
                        spent.grant()));
            case LedgerEvent.LeaseEnding ending -> Optional.empty();
            case LedgerEvent.LeaseReleased released -> Optional.empty();
            case LedgerEvent.LeaseLapsed lapsed -> Optional.empty();
            case LedgerEvent.GrantIssued issued -> Optional.empty();
            case LedgerEvent.GrantReturned returned -> Optional.empty();
            case LedgerEvent.GrantTakenBack taken -> Optional.empty();
            case LedgerEvent.GrantPassedOver passed -> Optional.empty();
            case LedgerEvent.VersionTold told ->
                Optional.of(Versions.answer(
                        told.claimId(), told.key(), told.tenantId(), told.sagaId(), told.until(), null, told.target()));
            case LedgerEvent.VersionHeard heard -> Optional.empty();
            case LedgerEvent.VersionCorrected corrected -> Optional.empty();
            case LedgerEvent.VersionPassedOver passed -> Optional.empty();
        };
    }

    /** The answer to a dry run, of which nothing is kept. */
    public static ClaimAnswer answerDryRun(LedgerState state, ClaimMessage.VersionAsk ask) {
        return Versions.answer(
                ask.claimId(), ask.key(), ask.tenantId(), ask.sagaId(), null, ask.dryRun(), state.version(ask.key()));
    }

    private static ClaimAnswer told(Lease lease) {
        return new ClaimAnswer(
                lease.claimId(),
                lease.key(),
                lease.tenantId(),
                lease.sagaId(),
                lease.held() ? ClaimAnswer.Result.HELD : ClaimAnswer.Result.QUEUED,
                lease.until(),
                null,
                null,
                null);
    }

    private void ask(ClaimMessage.ClaimAsk ask) {
        Instant until = now.plus(limits.lasting(ask.kind()));
        if (changes.lease(ask.key(), ask.claimId()) != null) {
            add(new LedgerEvent.LeaseRenewed(ask.key(), ask.claimId(), until));
            return;
        }
        Resource known = changes.resource(ask.key());
        Resource resource = known == null ? Resource.unclaimed(ask.key(), ask.terms()) : known.with(ask.terms(), now);
        if (ask.kind() == ClaimKind.BUSINESS_KEY && !resource.isFree(now) && resource.commandId() == null) {
            turnAway(ask, NOT_FREE_YET, "a call of whoever gave it back may still be made", null);
        } else if (ask.kind() == ClaimKind.BUSINESS_KEY && !resource.isFree(now)) {
            turnAway(ask, DUPLICATE, "another saga has done it or is about to: " + ask.subject(), resource.commandId());
        } else if (resource.waiting() == 0 && resource.isFree(now)) {
            String commandId = ask.kind() == ClaimKind.BUSINESS_KEY ? ask.commandId() : null;
            add(new LedgerEvent.LeaseGiven(
                    lease(ask, true, 0, until), ask.terms(), resource.fullAtAfterOne(now), commandId));
        } else if (resource.waiting() < limits.maxWaiting()) {
            add(new LedgerEvent.LeaseQueued(
                    lease(ask, false, resource.lastNumber() + 1, until), ask.terms(), resource.fullAt()));
            serve(ask.key());
        } else {
            turnAway(ask, TOO_MANY_WAIT, resource.waiting() + " wait for " + ask.subject() + " already", null);
        }
    }

    private void turnAway(ClaimMessage.ClaimAsk ask, String reason, String explanation, @Nullable String duplicateOf) {
        add(new LedgerEvent.ClaimTurnedAway(
                ask.key(), ask.claimId(), ask.tenantId(), ask.sagaId(), reason, explanation, duplicateOf));
    }

    private void release(ClaimMessage.ClaimRelease release) {
        PreIssuedGrant grant = changes.grant(release.key());
        if (grant != null && release.claimId().equals(grant.usedBy())) {
            add(new LedgerEvent.GrantReturned(release.key(), release.claimId()));
        }
        Lease lease = changes.lease(release.key(), release.claimId());
        if (lease == null) {
            return;
        }
        Instant freeAt = release.freeAt();
        if (lease.held() && freeAt != null && freeAt.isAfter(now)) {
            Instant longest = now.plus(LONGEST_CALL);
            add(new LedgerEvent.LeaseEnding(
                    release.key(), release.claimId(), freeAt.isBefore(longest) ? freeAt : longest));
        } else {
            add(new LedgerEvent.LeaseReleased(release.key(), release.claimId()));
            serve(release.key());
        }
    }

    /** Gives what is free to those who have waited longest. */
    private void serve(String key) {
        Resource resource = changes.resource(key);
        while (resource != null && resource.waiting() > 0 && resource.isFree(now)) {
            Optional<Lease> first = changes.nextWaiting(key, 0);
            if (first.isEmpty()) {
                return;
            }
            add(new LedgerEvent.LeaseGiven(
                    first.get().heldUntil(now.plus(limits.lease())),
                    resource.terms(),
                    resource.fullAtAfterOne(now),
                    null));
            resource = changes.resource(key);
        }
    }

    private static Lease lease(ClaimMessage.ClaimAsk ask, boolean held, long number, Instant until) {
        return new Lease(
                ask.key(), ask.claimId(), ask.tenantId(), ask.sagaId(), ask.kind(), ask.subject(), held, number, until);
    }

    private void add(LedgerEvent event) {
        changes.evolve(event);
        events.add(event);
    }
}
