package io.sluice.topology.claims;

import io.sluice.claim.Lease;
import io.sluice.claim.Ledger;
import io.sluice.claim.LedgerChanges;
import io.sluice.claim.LedgerState;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.claim.Resource;
import io.sluice.claim.TargetVersion;
import io.sluice.topology.machine.Batch;
import io.sluice.topology.serde.AvroSerde;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's store, typed, with what is derived from it: the order of those that wait, and the timers.
 *
 * <p>Reading of both starts at cursors kept only in memory, so that it does not wade through the tombstones of what is done.
 */
final class LedgerStore implements LedgerState {

    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;
    private final Codecs codecs;
    private final LongConsumer alarm;
    private final Map<String, Long> served = new HashMap<>();
    private LedgerTimer cursor = LedgerTimer.from(0);

    /**
     * @param alarm told the due time of each timer that was set, in milliseconds since 1970
     */
    LedgerStore(KeyValueStore<Bytes, byte[]> store, Codecs codecs, LongConsumer alarm) {
        this.store = store;
        this.codecs = codecs;
        this.alarm = alarm;
    }

    @Override
    public @Nullable Resource resource(String key) {
        return read(codecs.claimResource(), store.get(LedgerKeys.resource(key)));
    }

    @Override
    public @Nullable Lease lease(String key, String claimId) {
        return read(codecs.lease(), store.get(LedgerKeys.lease(key, claimId)));
    }

    @Override
    public @Nullable PreIssuedGrant grant(String key) {
        return read(codecs.preIssuedGrant(), store.get(LedgerKeys.grant(key)));
    }

    @Override
    public @Nullable TargetVersion version(String key) {
        return read(codecs.targetVersion(), store.get(LedgerKeys.version(key)));
    }

    @Override
    public Optional<Lease> nextWaiting(String key, long number) {
        long from = Math.max(number, served.getOrDefault(key, 0L)) + 1;
        try (KeyValueIterator<Bytes, byte[]> found =
                store.range(LedgerKeys.waiting(key, from), LedgerKeys.waiting(key, Long.MAX_VALUE))) {
            return found.hasNext() ? Optional.ofNullable(read(codecs.lease(), found.next().value)) : Optional.empty();
        }
    }

    /** Some of the timers that are due, earliest first. */
    List<LedgerTimer> due(long nowMillis, int max) {
        List<LedgerTimer> timers = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> found =
                store.range(LedgerKeys.timer(cursor), LedgerKeys.timer(LedgerTimer.from(nowMillis + 1)))) {
            while (found.hasNext() && timers.size() < max) {
                timers.add(LedgerKeys.timer(found.next().key));
            }
        }
        return timers;
    }

    Optional<LedgerTimer> nextTimer() {
        return due(Long.MAX_VALUE - 1, 1).stream().findFirst();
    }

    /** The timer is done, and reading goes on behind it. */
    void done(Batch batch, LedgerTimer timer) {
        batch.delete(LedgerKeys.timer(timer));
        batch.afterwards(() -> {
            if (cursor.compareTo(timer) < 0) {
                cursor = timer;
            }
        });
    }

    void set(Batch batch, LedgerTimer timer) {
        batch.put(LedgerKeys.timer(timer), NOTHING);
        batch.afterwards(() -> {
            if (timer.compareTo(cursor) < 0) {
                cursor = timer;
            }
            alarm.accept(timer.dueMillis());
        });
    }

    byte @Nullable [] chainHead() {
        return store.get(LedgerKeys.CHAIN_HEAD);
    }

    void write(Batch batch, LedgerChanges changes) {
        changes.eachLease((before, after) -> lease(batch, before, after));
        changes.eachResource((key, after) -> resource(batch, key, after));
        changes.eachGrant(grant ->
                batch.put(LedgerKeys.grant(grant.key()), codecs.preIssuedGrant().toBytes(grant)));
        changes.eachVersion(target -> batch.put(
                LedgerKeys.version(target.key()), codecs.targetVersion().toBytes(target)));
    }

    private void lease(Batch batch, @Nullable Lease before, @Nullable Lease after) {
        if (before != null) {
            batch.delete(LedgerKeys.timer(LedgerTimer.endOf(before)));
        }
        if (before != null && !before.held()) {
            batch.delete(LedgerKeys.waiting(before));
        }
        if (after == null) {
            if (before != null) {
                batch.delete(LedgerKeys.lease(before.key(), before.claimId()));
            }
            return;
        }
        byte[] value = codecs.lease().toBytes(after);
        batch.put(LedgerKeys.lease(after.key(), after.claimId()), value);
        set(batch, LedgerTimer.endOf(after));
        if (!after.held()) {
            batch.put(LedgerKeys.waiting(after), value);
        } else if (before != null && !before.held()) {
            batch.afterwards(() -> served.put(after.key(), after.number()));
        }
    }

    private void resource(Batch batch, String key, @Nullable Resource after) {
        Optional<Instant> before = Ledger.opensAt(resource(key));
        Optional<Instant> opens = Ledger.opensAt(after);
        if (after == null) {
            batch.delete(LedgerKeys.resource(key));
            batch.afterwards(() -> served.remove(key));
        } else {
            batch.put(LedgerKeys.resource(key), codecs.claimResource().toBytes(after));
        }
        if (!before.equals(opens)) {
            before.ifPresent(at -> batch.delete(LedgerKeys.timer(LedgerTimer.opening(key, at))));
            opens.ifPresent(at -> set(batch, LedgerTimer.opening(key, at)));
        }
    }

    private static <T> @Nullable T read(AvroSerde<T> serde, byte @Nullable [] value) {
        try {
            return value == null ? null : serde.fromBytes(value);
        } catch (UndecodableException e) {
            throw new IllegalStateException("the claim ledger's own state cannot be read", e);
        }
    }
}
