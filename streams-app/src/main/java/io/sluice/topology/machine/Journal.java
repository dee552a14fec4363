package io.sluice.topology.machine;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Tenants;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The journal of one partition. */
final class Journal {

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

    /** Appends what happened to one saga. */
    void append(Batch batch, String sagaId, long sagaSequence, List<SagaEvent> events, Instant now) {
        HashChain.Head before = chain.last(batch);
        append(
                batch,
                StoreKeys.utf8(sagaId),
                JournalEntry.ofSaga(
                        tenantOf(sagaId), sagaId, sagaSequence, before.sequence() + 1, before.hash(), now, events));
    }

    /** Appends what concerns the whole partition. */
    void append(Batch batch, JournalEntry.Fact fact, Instant now) {
        HashChain.Head before = chain.last(batch);
        append(
                batch,
                systemKey,
                new JournalEntry(
                        Tenants.SYSTEM, Tenants.SYSTEM, 0, before.sequence() + 1, before.hash(), now, List.of(fact)));
    }

    private void append(Batch batch, byte[] key, JournalEntry entry) {
        byte[] value = codecs.journal().toBytes(entry);
        batch.forward(topics.journal(), key, value);
        chain.add(batch, value);
    }

    /** A saga id is its tenant, a slash and a hash; a tenant has no slash. */
    private static String tenantOf(String sagaId) {
        int slash = sagaId.indexOf('/');
        return slash < 0 ? Tenants.SYSTEM : sagaId.substring(0, slash);
    }
}
