package io.sluice.topology.machine;

import io.sluice.effect.Lane;
import io.sluice.partition.QueuedAttempt;
import io.sluice.partition.Timer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys of the machine's store. One store with a type byte in front instead of one store per type: each further
 * store would cost a changelog partition and a transaction marker per commit.
 */
final class StoreKeys {

    static final byte[] SAGAS = {'s'};
    static final byte[] TIMERS = {'t'};
    static final byte[] OPEN_ATTEMPTS = {'a'};
    static final byte[] QUEUED = {'q'};
    static final byte[] QUEUED_TO_ASK = {'v'};
    static final byte[] DEFERRED = {'d'};
    static final byte[] CATALOGS = {'c'};
    static final byte[] CLOSED_INCARNATIONS = {'x'};
    static final Bytes CHAIN_HEAD = Bytes.wrap(new byte[] {'h'});

    private static final byte SEPARATOR = 0;

    private StoreKeys() {}

    static Bytes saga(String sagaId) {
        return key(SAGAS, utf8(sagaId));
    }

    /** Orders timers by due time. */
    static Bytes timer(Timer timer) {
        return key(TIMERS, longBytes(timer.dueMillis()), utf8(timer.sagaId()));
    }

    static Timer timer(Bytes key) {
        int start = TIMERS.length + Long.BYTES;
        return new Timer(
                ByteBuffer.wrap(key.get()).getLong(TIMERS.length),
                new String(key.get(), start, key.get().length - start, StandardCharsets.UTF_8));
    }

    static Bytes openAttempt(String incarnation, String intentId) {
        return key(OPEN_ATTEMPTS, utf8(incarnation), new byte[] {SEPARATOR}, utf8(intentId));
    }

    /** In front of every open attempt of one incarnation. */
    static byte[] openAttemptsOf(String incarnation) {
        return key(OPEN_ATTEMPTS, utf8(incarnation), new byte[] {SEPARATOR}).get();
    }

    /** Orders attempts that wait by provider, lane, tenant and time. */
    static Bytes queued(QueuedAttempt attempt) {
        return key(
                queuedIn(attempt.provider(), attempt.lane(), attempt.tenantId(), attempt.asks()),
                longBytes(attempt.since().toEpochMilli()),
                utf8(attempt.sagaId()),
                new byte[] {SEPARATOR},
                utf8(attempt.effect().toString()));
    }

    /** In front of every attempt of a tenant that waits in one lane, apart for those that ask for a version first. */
    static byte[] queuedIn(String provider, Lane lane, String tenantId, boolean asks) {
        byte[] separator = {SEPARATOR};
        byte[] type = asks ? QUEUED_TO_ASK : QUEUED;
        return key(type, utf8(provider), separator, utf8(lane.name()), separator, utf8(tenantId), separator)
                .get();
    }

    static Bytes deferred(String sagaId) {
        return key(DEFERRED, utf8(sagaId));
    }

    /** Orders catalogs by when they were applied. */
    static Bytes catalog(long number) {
        return key(CATALOGS, longBytes(number));
    }

    static long numberOfCatalog(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong(CATALOGS.length);
    }

    static Bytes closedIncarnation(String incarnation) {
        return key(CLOSED_INCARNATIONS, utf8(incarnation));
    }

    /** What follows the type byte, as text. */
    static String text(Bytes key) {
        return new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8);
    }

    static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Bytes key(byte[]... parts) {
        ByteBuffer buffer = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return Bytes.wrap(buffer.array());
    }
}
