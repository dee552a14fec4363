package io.sluice.topology.machine;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Tenants;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The journal of one partition. */
final class Journal {

    private static final byte[] FOLLOWED = {};

    private final Topics topics;
    private final Codecs codecs;
    private final byte[] systemKey;
    private final HashChain chain;

    /**
     * @param head what the store holds of the chain; null before the first entry
     * @param systemKey a record key of this partition for what concerns no saga
     */
    Journal(Topics topics, Codecs codecs, byte @Nullable [] head, byte[] systemKey) {
        this.topics = topics;
        this.codecs = codecs;
        this.systemKey = systemKey;
        this.chain = new HashChain(StoreKeys.CHAIN_HEAD, head);
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
        HashChain.Head before = chain.last(batch);
        byte[] value = codecs.journal()
                .toBytes(new JournalEntry(
                        tenantId, sagaId, sagaSequence, before.sequence() + 1, before.hash(), now, fact));
        batch.headersOfLast(topics.journal(), key).ifPresent(headers -> headers.add(Topics.FOLLOWED_HEADER, FOLLOWED));
        batch.forward(topics.journal(), key, value);
        chain.add(batch, value);
    }

    /** A saga id is its tenant, a slash and a hash; a tenant has no slash. */
    private static String tenantOf(String sagaId) {
        int slash = sagaId.indexOf('/');
        return slash < 0 ? Tenants.SYSTEM : sagaId.substring(0, slash);
    }
}
