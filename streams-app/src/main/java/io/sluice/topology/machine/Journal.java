package io.sluice.topology.machine;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Tenants;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one partition. Each entry names the hash of the value bytes of the one before it; the head of the chain
 * is in the store, so it moves in the commit of the entries.
 */
final class Journal {

    private static final int HASH_BYTES = 32;
    private static final byte[] FOLLOWED = {};

    private final Topics topics;
    private final Codecs codecs;
    private final byte[] systemKey;
    private Head committed;

    private record Head(long sequence, Bytes hash) {
        byte[] toBytes() {
            return ByteBuffer.allocate(Long.BYTES + HASH_BYTES)
                    .putLong(sequence)
                    .put(hash.get())
                    .array();
        }

        static Head of(byte @Nullable [] value) {
            byte[] hash = new byte[HASH_BYTES];
            if (value == null) {
                return new Head(0, Bytes.wrap(hash));
            }
            ByteBuffer buffer = ByteBuffer.wrap(value);
            long sequence = buffer.getLong();
            buffer.get(hash);
            return new Head(sequence, Bytes.wrap(hash));
        }
    }

    /**
     * @param head what the store holds of the chain; null before the first entry
     * @param systemKey a record key of this partition for what concerns no saga
     */
    Journal(Topics topics, Codecs codecs, byte @Nullable [] head, byte[] systemKey) {
        this.topics = topics;
        this.codecs = codecs;
        this.systemKey = systemKey;
        this.committed = Head.of(head);
    }

    void append(Batch batch, String sagaId, long sagaSequence, SagaEvent event, Instant now) {
        append(
                batch,
                tenantOf(sagaId),
                sagaId,
                StoreKeys.utf8(sagaId),
                sagaSequence,
                new JournalEntry.OfSaga(event),
                now);
    }

    /** Appends what concerns the whole partition. */
    void append(Batch batch, JournalEntry.Fact fact, Instant now) {
        append(batch, Tenants.SYSTEM, Tenants.SYSTEM, systemKey, 0, fact, now);
    }

    private void append(
            Batch batch,
            String tenantId,
            String sagaId,
            byte[] key,
            long sagaSequence,
            JournalEntry.Fact fact,
            Instant now) {
        byte[] pending = batch.pending(StoreKeys.CHAIN_HEAD);
        Head before = pending == null ? committed : Head.of(pending);
        byte[] value = codecs.journal()
                .toBytes(new JournalEntry(
                        tenantId,
                        sagaId,
                        sagaSequence,
                        before.sequence() + 1,
                        HexFormat.of().formatHex(before.hash().get()),
                        now,
                        fact));
        Head head = new Head(before.sequence() + 1, Bytes.wrap(sha256(value)));
        batch.headersOfLast(topics.journal(), key).ifPresent(headers -> headers.add(Topics.FOLLOWED_HEADER, FOLLOWED));
        batch.forward(topics.journal(), key, value);
        batch.put(StoreKeys.CHAIN_HEAD, head.toBytes());
        batch.afterwards(() -> committed = head);
    }

    /** A saga id is its tenant, a slash and a hash; a tenant has no slash. */
    private static String tenantOf(String sagaId) {
        int slash = sagaId.indexOf('/');
        return slash < 0 ? Tenants.SYSTEM : sagaId.substring(0, slash);
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
