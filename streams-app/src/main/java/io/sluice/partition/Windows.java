package io.sluice.partition;

import io.sluice.effect.Lane;
import io.sluice.saga.Places;
import io.sluice.saga.SagaIds;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
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
    private final Map<String, Map<Lane, LaneTurns>> providers = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();

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
        Map<Lane, LaneTurns> lanes = of(provider);
        return !of(provider, lane).isAnyoneWaiting() && hasRoom(lanes, lane, 0);
    }

    @Override
    public boolean isFull(String provider, String tenantId) {
        return of(provider).values().stream()
                        .mapToInt(turns -> turns.waitingOf(tenantId))
                        .sum()
                >= maxWaiting;
    }

    /** How many attempts are under way in all. */
    int underWay() {
        return providers.values().stream()
                .flatMap(lanes -> lanes.values().stream())
                .mapToInt(LaneTurns::underWay)
                .sum();
    }

    void started(String provider, Lane lane, String tenantId) {
        of(provider, lane).started(tenantId);
    }

    void ended(String provider, Lane lane) {
        of(provider, lane).ended();
        changed.add(provider);
    }

    void queued(QueuedAttempt attempt) {
        of(attempt.provider(), attempt.lane()).queued(attempt);
        changed.add(attempt.provider());
    }

    void left(QueuedAttempt attempt) {
        of(attempt.provider(), attempt.lane()).left(attempt);
    }

    void asks(QueuedAttempt attempt) {
        of(attempt.provider(), attempt.lane()).asks(attempt);
    }

    /** See {@link LaneTurns#asked}. */
    void asked(QueuedAttempt attempt, boolean isUnheard) {
        of(attempt.provider(), attempt.lane()).asked(attempt, isUnheard);
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
        LaneTurns turns = of(provider, lane);
        if (!turns.isAnyoneWaiting() || !hasRoom(of(provider), lane, 0)) {
            return Optional.empty();
        }
        boolean mayAsk = turns.isAnyoneToAsk() && hasRoom(of(provider), lane, turns.asking());
        return turns.tenants().stream()
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
    private boolean hasRoom(Map<Lane, LaneTurns> lanes, Lane lane, int more) {
        int taken = 0;
        for (Map.Entry<Lane, LaneTurns> each : lanes.entrySet()) {
            int underWay = each.getValue().underWay() + (each.getKey() == lane ? more : 0);
            if (each.getKey() == lane && underWay < reserved) {
                return true;
            }
            taken += Math.max(underWay, reserved);
        }
        return taken < window;
    }

    private LaneTurns of(String provider, Lane lane) {
        return Objects.requireNonNull(of(provider).get(lane));
    }

    private Map<Lane, LaneTurns> of(String provider) {
        return providers.computeIfAbsent(provider, name -> {
            Map<Lane, LaneTurns> lanes = new EnumMap<>(Lane.class);
            for (Lane lane : Lane.values()) {
                lanes.put(lane, new LaneTurns());
            }
            return lanes;
        });
    }
}
