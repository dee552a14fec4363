package io.sluice.partition;

import io.sluice.effect.Lane;
import io.sluice.saga.Places;
import io.sluice.saga.SagaIds;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many attempts are under way at each provider, and how many wait for a place.
 *
 * <p>Nothing of it is stored: what is under way is what the store holds as open, and what waits is what the store holds as
 * queued, so no place can be lost or be given back twice. Each lane has a few places that the others leave to it; the rest
 * goes to whoever is first in the order of lanes. In a lane the tenants that wait take turns, so that one who waits for much
 * does not delay another. Whoever has to ask for a version first is passed over until that is answered; no more ask than there
 * is room for.
 */
final class Windows implements Places {

    /** One place in so many is kept for each lane. */
    private static final int RESERVED_PART = 8;

    private final PartitionStore store;
    private final int window;
    private final int maxWaiting;
    private final int reserved;
    private final Map<String, Map<Lane, Count>> providers = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

    private static final class Count {
        private int underWay;
        /** How many wait of each tenant that has any; whose turn it is comes first. */
        private final LinkedHashMap<String, Integer> waiting = new LinkedHashMap<>();
        /** How many of those have to ask for a version when it is their turn. */
        private int toAsk;
        /** Who gave a place up to ask, and is to have one when that is answered. */
        private final Set<QueuedAttempt> asking = new HashSet<>();

        void beginTurn(String tenantId) {
            Integer number = waiting.remove(tenantId);
            if (number != null) {
                waiting.putFirst(tenantId, number);
            }
        }

        void endTurn(String tenantId) {
            Integer number = waiting.remove(tenantId);
            if (number != null) {
                waiting.putLast(tenantId, number);
            }
        }
    }

    /**
     * @param window attempts that may be under way at one provider
     * @param maxWaiting attempts of one tenant that may wait for one provider before no new command is taken on for it
     */
    Windows(PartitionStore store, int window, int maxWaiting) {
        this.store = store;
        this.window = window;
        this.maxWaiting = maxWaiting;
        this.reserved = window / RESERVED_PART;
        store.openAttempts()
                .forEach(attempt -> started(attempt.provider(), attempt.lane(), SagaIds.tenantOf(attempt.sagaId())));
        store.queuedAttempts().forEach(this::queued);
    }

    @Override
    public boolean isFree(String provider, Lane lane) {
        Map<Lane, Count> lanes = of(provider);
        return of(provider, lane).waiting.isEmpty() && hasRoom(lanes, lane, 0);
    }

    @Override
    public boolean isFull(String provider, String tenantId) {
        return of(provider).values().stream()
                        .mapToInt(count -> count.waiting.getOrDefault(tenantId, 0))
                        .sum()
                >= maxWaiting;
    }

    /** How many attempts are under way in all. */
    int underWay() {
        return providers.values().stream()
                .flatMap(lanes -> lanes.values().stream())
                .mapToInt(count -> count.underWay)
                .sum();
    }

    /** An attempt has a place: it is another tenant's turn. */
    void started(String provider, Lane lane, String tenantId) {
        Count count = of(provider, lane);
        count.underWay++;
        count.endTurn(tenantId);
    }

    void ended(String provider, Lane lane) {
        of(provider, lane).underWay--;
        changed.add(provider);
    }

    void queued(QueuedAttempt attempt) {
        Count count = of(attempt.provider(), attempt.lane());
        count.waiting.merge(attempt.tenantId(), 1, Integer::sum);
        count.toAsk += attempt.asks() ? 1 : 0;
        changed.add(attempt.provider());
    }

    void left(QueuedAttempt attempt) {
        Count count = of(attempt.provider(), attempt.lane());
        count.waiting.computeIfPresent(attempt.tenantId(), (tenant, waiting) -> waiting > 1 ? waiting - 1 : null);
        count.toAsk -= attempt.asks() ? 1 : 0;
    }

    void asks(QueuedAttempt attempt) {
        of(attempt.provider(), attempt.lane()).asking.add(attempt);
    }

    /**
     * It was answered, or asks no more: the turn that it gave up is its tenant's again. Where it has asked in vain so far, it
     * is another tenant's turn, and no room is kept for it: nobody knows for how long the ledger is silent.
     */
    void asked(QueuedAttempt attempt, boolean isUnheard) {
        Count count = of(attempt.provider(), attempt.lane());
        count.asking.remove(attempt);
        if (isUnheard) {
            count.endTurn(attempt.tenantId());
        } else {
            count.beginTurn(attempt.tenantId());
        }
        changed.add(attempt.provider());
    }

    /** Who gets the next free place; empty when nobody waits for one that is free. */
    Optional<QueuedAttempt> next() {
        while (!changed.isEmpty()) {
            String provider = changed.iterator().next();
            for (Lane lane : Lane.values()) {
                Optional<QueuedAttempt> next = next(provider, lane);
                if (next.isPresent()) {
                    return next;
                }
            }
            changed.remove(provider);
        }
        return Optional.empty();
    }

    private Optional<QueuedAttempt> next(String provider, Lane lane) {
        Count count = of(provider, lane);
        if (count.waiting.isEmpty() || !hasRoom(of(provider), lane, 0)) {
            return Optional.empty();
        }
        boolean mayAsk = count.toAsk > 0 && hasRoom(of(provider), lane, count.asking.size());
        return count.waiting.keySet().stream()
                .flatMap(tenant -> first(provider, lane, tenant, mayAsk).stream())
                .findFirst();
    }

    /** Who has waited longest of a tenant. */
    private Optional<QueuedAttempt> first(String provider, Lane lane, String tenantId, boolean mayAsk) {
        Optional<QueuedAttempt> first = store.firstQueued(provider, lane, tenantId, false);
        return mayAsk
                ? Stream.concat(first.stream(), store.firstQueued(provider, lane, tenantId, true).stream())
                        .min(Comparator.comparing(QueuedAttempt::since))
                : first;
    }

    /**
     * Whether there is a place.
     *
     * @param more how many in this lane are to have a place before that
     */
    private boolean hasRoom(Map<Lane, Count> lanes, Lane lane, int more) {
        int taken = 0;
        for (Map.Entry<Lane, Count> each : lanes.entrySet()) {
            int underWay = each.getValue().underWay + (each.getKey() == lane ? more : 0);
            if (each.getKey() == lane && underWay < reserved) {
                return true;
            }
            taken += Math.max(underWay, reserved);
        }
        return taken < window;
    }

    private Count of(String provider, Lane lane) {
        return Objects.requireNonNull(of(provider).get(lane));
    }

    private Map<Lane, Count> of(String provider) {
        return providers.computeIfAbsent(provider, name -> {
            Map<Lane, Count> lanes = new EnumMap<>(Lane.class);
            for (Lane lane : Lane.values()) {
                lanes.put(lane, new Count());
            }
            return lanes;
        });
    }
}
