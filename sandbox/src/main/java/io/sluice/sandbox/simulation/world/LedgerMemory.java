package io.sluice.sandbox.simulation.world;

import io.sluice.claim.Lease;
import io.sluice.claim.Ledger;
import io.sluice.claim.LedgerChanges;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.LedgerState;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.claim.Resource;
import io.sluice.claim.TargetVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one partition of the claim ledger remembers, as objects. */
public final class LedgerMemory implements LedgerState {

    private final SortedMap<String, Resource> resources = new TreeMap<>();
    private final SortedMap<Id, Lease> leases = new TreeMap<>();
    private final SortedMap<String, PreIssuedGrant> grants = new TreeMap<>();
    private final SortedMap<String, TargetVersion> versions = new TreeMap<>();

    private record Id(String key, String claimId) implements Comparable<Id> {

        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::key).thenComparing(Id::claimId);

        static Id of(Lease lease) {
            return new Id(lease.key(), lease.claimId());
        }

        @Override
        public int compareTo(Id other) {
            return ORDER.compare(this, other);
        }
    }

    /** Something that time alone changes; without a claim it is about whoever waits for the key. */
    record Due(String key, @Nullable String claimId) {}

    LedgerMemory copy() {
        LedgerMemory copy = new LedgerMemory();
        copy.resources.putAll(resources);
        copy.leases.putAll(leases);
        copy.grants.putAll(grants);
        copy.versions.putAll(versions);
        return copy;
    }

    /** Folds events in. */
    public void evolve(List<LedgerEvent> events) {
        LedgerChanges changes = new LedgerChanges(this);
        events.forEach(changes::evolve);
        changes.eachLease((before, after) -> {
            if (after != null) {
                leases.put(Id.of(after), after);
            } else if (before != null) {
                leases.remove(Id.of(before));
            }
        });
        changes.eachResource((key, after) -> {
            if (after == null) {
                resources.remove(key);
            } else {
                resources.put(key, after);
            }
        });
        changes.eachGrant(grant -> grants.put(grant.key(), grant));
        changes.eachVersion(version -> versions.put(version.key(), version));
    }

    /** Every claim, held or waiting, in the order of its key. */
    public List<Lease> leases() {
        return List.copyOf(leases.values());
    }

    @Override
    public @Nullable Resource resource(String key) {
        return resources.get(key);
    }

    @Override
    public @Nullable Lease lease(String key, String claimId) {
        return leases.get(new Id(key, claimId));
    }

    @Override
    public @Nullable PreIssuedGrant grant(String key) {
        return grants.get(key);
    }

    @Override
    public @Nullable TargetVersion version(String key) {
        return versions.get(key);
    }

    @Override
    public Optional<Lease> nextWaiting(String key, long number) {
        return of(key).filter(lease -> !lease.held() && lease.number() > number)
                .min(Comparator.comparingLong(Lease::number));
    }

    /** The claims on one key. */
    public Stream<Lease> of(String key) {
        return leases.subMap(new Id(key, ""), new Id(key + '\0', "")).values().stream();
    }

    /**
     * What time changes until now.
     *
     * @param endsLeasesFrom no lease ends before
     */
    List<Due> due(Instant now, Instant endsLeasesFrom) {
        List<Due> due = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (!lease.until().isAfter(now) && !endsLeasesFrom.isAfter(now)) {
                due.add(new Due(lease.key(), lease.claimId()));
            }
        }
        for (Resource resource : resources.values()) {
            if (Ledger.opensAt(resource).filter(at -> !at.isAfter(now)).isPresent()) {
                due.add(new Due(resource.key(), null));
            }
        }
        return due;
    }

    /** When time changes something next, in milliseconds since 1970. */
    OptionalLong nextDue(Instant endsLeasesFrom) {
        long earliest = endsLeasesFrom.toEpochMilli();
        LongStream ends = leases.values().stream()
                .mapToLong(lease -> Math.max(earliest, lease.until().toEpochMilli()));
        LongStream openings = resources.values().stream()
                .flatMap(resource -> Ledger.opensAt(resource).stream())
                .mapToLong(Instant::toEpochMilli);
        return LongStream.concat(ends, openings).min();
    }
}
