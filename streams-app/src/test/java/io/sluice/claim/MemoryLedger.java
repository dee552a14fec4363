package io.sluice.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, with a clock of its own: what it remembers is what its events leave. */
public final class MemoryLedger implements LedgerState {

    public static final LedgerLimits LIMITS = new LedgerLimits(Duration.ofMinutes(5), Duration.ofDays(7), 1_000);

    private final Map<String, Resource> resources = new TreeMap<>();
    private final Map<String, Lease> leases = new TreeMap<>();
    private final Map<String, PreIssuedGrant> grants = new TreeMap<>();
    private final Map<String, TargetVersion> versions = new TreeMap<>();
    private final List<LedgerEvent> journal = new ArrayList<>();
    private final LedgerLimits limits;
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public MemoryLedger(LedgerLimits limits) {
        this.limits = limits;
    }

    /** What the ledger of these events remembers. */
    static MemoryLedger replay(MemoryLedger of) {
        MemoryLedger replayed = new MemoryLedger(of.limits);
        of.journal.forEach(replayed::apply);
        return replayed;
    }

    public List<ClaimAnswer> take(ClaimMessage message) {
        return applied(Ledger.decide(this, message, now, limits));
    }

    public List<ClaimAnswer> due(String key, @Nullable String claimId) {
        return applied(Ledger.due(this, key, claimId, now, limits));
    }

    Map<String, Resource> resources() {
        return resources;
    }

    Map<String, TargetVersion> versions() {
        return versions;
    }

    Map<String, PreIssuedGrant> grants() {
        return grants;
    }

    /** What the last message led to. */
    LedgerEvent last() {
        return journal.getLast();
    }

    Map<String, Lease> leases() {
        return leases;
    }

    private List<ClaimAnswer> applied(List<LedgerEvent> events) {
        List<ClaimAnswer> answers = new ArrayList<>();
        for (LedgerEvent event : events) {
            apply(event);
            Ledger.answer(this, event).ifPresent(answers::add);
        }
        return answers;
    }

    private void apply(LedgerEvent event) {
        journal.add(event);
        LedgerChanges changes = new LedgerChanges(this);
        changes.evolve(event);
        changes.eachResource((key, resource) -> {
            if (resource == null) {
                resources.remove(key);
            } else {
                resources.put(key, resource);
            }
        });
        changes.eachVersion(target -> versions.put(target.key(), target));
        changes.eachGrant(grant -> grants.put(grant.key(), grant));
        changes.eachLease((before, after) -> {
            if (after != null) {
                leases.put(after.key() + " " + after.claimId(), after);
            } else if (before != null) {
                leases.remove(before.key() + " " + before.claimId());
            }
        });
    }

    @Override
    public @Nullable Resource resource(String key) {
        return resources.get(key);
    }

    @Override
    public @Nullable Lease lease(String key, String claimId) {
        return leases.get(key + " " + claimId);
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
        return leases.values().stream()
                .filter(lease -> lease.key().equals(key) && !lease.held() && lease.number() > number)
                .min(Comparator.comparingLong(Lease::number));
    }
}
