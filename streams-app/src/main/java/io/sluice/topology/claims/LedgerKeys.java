package io.sluice.topology.claims;

import io.sluice.claim.Lease;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/** The keys of the ledger's store: a type byte in front, then what orders the entries of a type. */
final class LedgerKeys {

    static final Bytes CHAIN_HEAD = Bytes.wrap(new byte[] {'h'});

    private static final byte[] RESOURCES = {'r'};
    private static final byte[] LEASES = {'l'};
    private static final byte[] GRANTS = {'g'};
    private static final byte[] VERSIONS = {'v'};
    private static final byte[] WAITING = {'w'};
    private static final byte[] TIMERS = {'t'};
    private static final byte[] SEPARATOR = {0};

    private LedgerKeys() {}

    static Bytes resource(String key) {
        return join(RESOURCES, utf8(key));
    }

    static Bytes lease(String key, String claimId) {
        return join(LEASES, utf8(key), SEPARATOR, utf8(claimId));
    }

    static Bytes grant(String key) {
        return join(GRANTS, utf8(key));
    }

    static Bytes version(String key) {
        return join(VERSIONS, utf8(key));
    }

    /** Orders those that wait for one key by their number. */
    static Bytes waiting(String key, long number) {
        return join(WAITING, utf8(key), SEPARATOR, longBytes(number));
    }

    static Bytes waiting(Lease lease) {
        return waiting(lease.key(), lease.number());
    }

    /** Orders timers by due time. */
    static Bytes timer(LedgerTimer timer) {
        return join(TIMERS, longBytes(timer.dueMillis()), utf8(timer.key()), SEPARATOR, utf8(timer.claimId()));
    }

    static LedgerTimer timer(Bytes key) {
        byte[] bytes = key.get();
        int start = TIMERS.length + Long.BYTES;
        int separator = start;
        while (bytes[separator] != SEPARATOR[0]) {
            separator++;
        }
        return new LedgerTimer(
                ByteBuffer.wrap(bytes).getLong(TIMERS.length),
                new String(bytes, start, separator - start, StandardCharsets.UTF_8),
                new String(bytes, separator + 1, bytes.length - separator - 1, StandardCharsets.UTF_8));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static Bytes join(byte[]... parts) {
        ByteBuffer buffer = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            buffer.put(part);
        }
        return Bytes.wrap(buffer.array());
    }
}
