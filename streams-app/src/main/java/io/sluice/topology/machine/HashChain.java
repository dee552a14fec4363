package io.sluice.topology.machine;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The chain of one partition of a journal: each entry names the hash of the value bytes of the one before it. Its head is in
 * the store, so that it moves in the commit of the entries.
 */
public final class HashChain {

    private static final int HASH_BYTES = 32;

    private final Bytes key;
    private Head committed;

    /**
     * The last entry, and what the next one names of it.
     *
     * @param sequence counts the entries, from 1; 0 before the first
     * @param hash hex SHA-256 of its value bytes; zeros before the first
     */
    public record Head(long sequence, String hash) {

        private byte[] toBytes() {
            return ByteBuffer.allocate(Long.BYTES + HASH_BYTES)
                    .putLong(sequence)
                    .put(HexFormat.of().parseHex(hash))
                    .array();
        }

        private static Head of(byte @Nullable [] value) {
            byte[] hash = new byte[HASH_BYTES];
            if (value == null) {
                return new Head(0, HexFormat.of().formatHex(hash));
            }
            ByteBuffer buffer = ByteBuffer.wrap(value);
            long sequence = buffer.getLong();
            buffer.get(hash);
            return new Head(sequence, HexFormat.of().formatHex(hash));
        }
    }

    /**
     * @param key where the head is in the store
     * @param head what is there; null before the first entry
     */
    public HashChain(Bytes key, byte @Nullable [] head) {
        this.key = key;
        this.committed = Head.of(head);
    }

    /** What the next entry comes after. */
    public Head last(Batch batch) {
        byte[] pending = batch.pending(key);
        return pending == null ? committed : Head.of(pending);
    }

    /** Goes on with an entry that names {@link #last}. */
    public void add(Batch batch, byte[] value) {
        Head head = new Head(last(batch).sequence() + 1, sha256(value));
        batch.put(key, head.toBytes());
        batch.afterwards(() -> committed = head);
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
