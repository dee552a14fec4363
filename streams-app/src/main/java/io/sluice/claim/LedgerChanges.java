package io.sluice.claim;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What events change, over the state that they began with. Evolves it: the only place where what is remembered changes. */
public final class LedgerChanges implements LedgerState {

    private final LedgerState before;
    private final Map<String, Optional<Resource>> resources = new LinkedHashMap<>();
    private final Map<Id, Optional<Lease>> leases = new LinkedHashMap<>();
    private final Map<String, PreIssuedGrant> grants = new LinkedHashMap<>();

    private final Map<String, TargetVersion> versions = new LinkedHashMap<>();

    private record Id(String key, String claimId) {}

    public LedgerChanges(LedgerState before) {
        this.before = before;
    }

    /** Folds one event in. */
    public void evolve(LedgerEvent event) {
        switch (event) {
            case LedgerEvent.LeaseGiven given -> given(given);
            case LedgerEvent.LeaseQueued queued -> queued(queued);
            case LedgerEvent.LeaseRenewed renewed -> lasts(renewed.key(), renewed.claimId(), renewed.until());
            case LedgerEvent.LeaseEnding ending -> ending(ending);
            case LedgerEvent.LeaseReleased released -> ended(released.key(), released.claimId());
            case LedgerEvent.LeaseLapsed lapsed -> ended(lapsed.key(), lapsed.claimId());
            case LedgerEvent.GrantIssued issued -> put(issued.grant());
            case LedgerEvent.ApprovalSpent spent -> put(spent.grant());
            case LedgerEvent.GrantReturned returned -> changed(returned.key(), grant -> grant.usedBy(null));
            case LedgerEvent.GrantTakenBack taken -> changed(taken.key(), PreIssuedGrant::takenBack);
            case LedgerEvent.GrantPassedOver passed -> {}
            case LedgerEvent.VersionHeard heard -> versions.put(heard.key(), heard.target());
            case LedgerEvent.VersionCorrected corrected -> versions.put(corrected.key(), corrected.target());
            case LedgerEvent.VersionPassedOver passed -> {}
            case LedgerEvent.VersionTold told -> {}
            case LedgerEvent.ClaimTurnedAway refused -> {}
        }
    }

    @Override
    public @Nullable Resource resource(String key) {
        Optional<Resource> changed = resources.get(key);
        return changed == null ? before.resource(key) : changed.orElse(null);
    }

    @Override
    public @Nullable Lease lease(String key, String claimId) {
        Optional<Lease> changed = leases.get(new Id(key, claimId));
        return changed == null ? before.lease(key, claimId) : changed.orElse(null);
    }

    @Override
    public @Nullable PreIssuedGrant grant(String key) {
        PreIssuedGrant changed = grants.get(key);
        return changed == null ? before.grant(key) : changed;
    }

    @Override
    public @Nullable TargetVersion version(String key) {
        TargetVersion changed = versions.get(key);
        return changed == null ? before.version(key) : changed;
    }

    @Override
    public Optional<Lease> nextWaiting(String key, long number) {
        Optional<Lease> stored = before.nextWaiting(key, number);
        while (stored.isPresent() && leases.containsKey(id(stored.get()))) {
            stored = before.nextWaiting(key, stored.get().number());
        }
        Stream<Lease> changed = leases.values().stream()
                .flatMap(Optional::stream)
                .filter(lease -> lease.key().equals(key) && !lease.held() && lease.number() > number);
        return Stream.concat(stored.stream(), changed).min(Comparator.comparingLong(Lease::number));
    }

    /** Each key that changed, with what it stands for now; null where nobody claims it any more. */
    public void eachResource(BiConsumer<String, @Nullable Resource> action) {
        resources.forEach((key, resource) -> action.accept(key, resource.orElse(null)));
    }

    /** Each claim that changed, as it was and as it is; null where it was not, or is no more. */
    public void eachLease(BiConsumer<@Nullable Lease, @Nullable Lease> action) {
        leases.forEach((id, lease) -> action.accept(before.lease(id.key(), id.claimId()), lease.orElse(null)));
    }

    /** Each approval given in advance that changed. */
    public void eachGrant(Consumer<PreIssuedGrant> action) {
        grants.values().forEach(action);
    }

    /** Each target that has another version. */
    public void eachVersion(Consumer<TargetVersion> action) {
        versions.values().forEach(action);
    }

    private void put(PreIssuedGrant grant) {
        grants.put(grant.key(), grant);
    }

    private void changed(String key, UnaryOperator<PreIssuedGrant> change) {
        PreIssuedGrant grant = grant(key);
        if (grant != null) {
            put(change.apply(grant));
        }
    }

    private void given(LedgerEvent.LeaseGiven given) {
        Lease known = lease(given.key(), given.claimId());
        Resource resource = of(given.key(), given.terms());
        put((known == null ? resource : resource.left()).given(given.fullAt(), given.commandId()));
        put(given.lease());
    }

    private void queued(LedgerEvent.LeaseQueued queued) {
        put(of(queued.key(), queued.terms()).queued(queued.lease().number(), queued.fullAt()));
        put(queued.lease());
    }

    private void ending(LedgerEvent.LeaseEnding ending) {
        lasts(ending.key(), ending.claimId(), ending.until());
        Resource resource = resource(ending.key());
        if (resource != null) {
            put(resource.ending());
        }
    }

    private void lasts(String key, String claimId, Instant until) {
        Lease lease = lease(key, claimId);
        if (lease != null) {
            put(lease.lastingUntil(until));
        }
    }

    private void ended(String key, String claimId) {
        Lease lease = lease(key, claimId);
        Resource resource = resource(key);
        if (lease == null || resource == null) {
            return;
        }
        leases.put(id(lease), Optional.empty());
        put(lease.held() ? resource.returned() : resource.left());
    }

    private Resource of(String key, Terms terms) {
        Resource known = resource(key);
        return known == null ? Resource.unclaimed(key, terms) : known.with(terms);
    }

    private void put(Resource resource) {
        resources.put(resource.key(), resource.isForgettable() ? Optional.empty() : Optional.of(resource));
    }

    private void put(Lease lease) {
        leases.put(id(lease), Optional.of(lease));
    }

    private static Id id(Lease lease) {
        return new Id(lease.key(), lease.claimId());
    }
}
