package io.sluice.partition;

import io.sluice.effect.Lane;
import io.sluice.saga.Places;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How many attempts are under way at each provider, and how many wait for a place.
 *
 * <p>Nothing of it is stored: what is under way is what the store holds as open, and what waits is what the store holds as
 * queued, so no place can be lost or be given back twice. Each lane has a few places that the others leave to it; the rest
 * goes to whoever is first in the order of lanes. In a lane the tenants that wait take turns, so that one who waits for much
 * does not delay another.
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
        private final Map<String, Integer> waiting = new LinkedHashMap<>();
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
        store.openAttempts().forEach(attempt -> started(attempt.provider(), attempt.lane()));
        store.queuedAttempts().forEach(this::queued);
    }

    @Override
    public boolean isFree(String provider, Lane lane) {
        Map<Lane, Count> lanes = of(provider);
        return of(provider, lane).waiting.isEmpty() && hasRoom(lanes, lane);
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

    void started(String provider, Lane lane) {
        of(provider, lane).underWay++;
    }

    void ended(String provider, Lane lane) {
        of(provider, lane).underWay--;
        changed.add(provider);
    }

    void queued(QueuedAttempt attempt) {
        of(attempt.provider(), attempt.lane()).waiting.merge(attempt.tenantId(), 1, Integer::sum);
        changed.add(attempt.provider());
    }

    void left(QueuedAttempt attempt) {
        Map<String, Integer> waiting = of(attempt.provider(), attempt.lane()).waiting;
        Integer before = waiting.remove(attempt.tenantId());
        if (before != null && before > 1) {
            waiting.put(attempt.tenantId(), before - 1);
        }
    }

    /** Who gets the next free place; empty when nobody waits for one that is free. */
    Optional<QueuedAttempt> next() {
        while (!changed.isEmpty()) {
            String provider = changed.iterator().next();
            Map<Lane, Count> lanes = of(provider);
            for (Lane lane : Lane.values()) {
                Iterator<String> tenants = of(provider, lane).waiting.keySet().iterator();
                if (tenants.hasNext() && hasRoom(lanes, lane)) {
                    return store.firstQueued(provider, lane, tenants.next());
                }
            }
            changed.remove(provider);
        }
        return Optional.empty();
    }

    private boolean hasRoom(Map<Lane, Count> lanes, Lane lane) {
        int taken = 0;
        for (Map.Entry<Lane, Count> each : lanes.entrySet()) {
            int underWay = each.getValue().underWay;
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
