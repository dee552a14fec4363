package io.sluice.topology.machine;

import io.sluice.approval.ReviewerDecision;
import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.saga.Command;
import io.sluice.saga.Context;
import io.sluice.saga.Input;
import io.sluice.saga.SagaIds;
import io.sluice.saga.Tenants;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Takes in what others write: commands, decisions and catalogs. Everything in them is untrusted. */
final class Intake {

    /** Longer than any tenant, a slash and a hash in hex. */
    private static final int MAX_SAGA_ID = 160;

    private static final byte[] HOPPED = {'1'};

    private final Codecs codecs;
    private final Partitioning partitioning;
    private final SagaInputs inputs;
    private final CatalogKeeper catalog;
    private final Journal journal;
    private final MachineStore store;
    private final TimerQueue timers;

    Intake(
            Codecs codecs,
            Partitioning partitioning,
            SagaInputs inputs,
            CatalogKeeper catalog,
            Journal journal,
            MachineStore store,
            TimerQueue timers) {
        this.codecs = codecs;
        this.partitioning = partitioning;
        this.inputs = inputs;
        this.catalog = catalog;
        this.journal = journal;
        this.store = store;
        this.timers = timers;
    }

    Changes command(Inbound record, Context context) throws UndecodableException {
        Command command = codecs.command().fromBytes(record.value(), record.timestamp());
        if (!Tenants.isValid(command.tenantId())) {
            throw new UndecodableException(
                    DeadLetters.INVALID_TENANT,
                    "tenant_id is not a name that a tenant can have: at most 63 of a-z, 0-9, '.', '_' and '-'.");
        }
        return owned(record, SagaIds.of(command), new Input.Propose(command), context);
    }

    Changes decision(Inbound record, Context context) throws UndecodableException {
        ReviewerDecision decision = codecs.decision().fromBytes(record.value(), context.now());
        if (!Tenants.isValid(decision.tenantId())
                || !decision.sagaId().startsWith(decision.tenantId() + "/")
                || decision.sagaId().length() > MAX_SAGA_ID) {
            throw new UndecodableException(
                    DeadLetters.TENANT_MISMATCH, "saga_id does not name a saga of the decision's tenant.");
        }
        return owned(record, decision.sagaId(), new Input.Review(decision), context);
    }

    /** Puts a catalog in force and wakes every saga that waits for one. */
    Changes catalog(Inbound record, Context context) throws UndecodableException {
        CatalogRecord applied = codecs.catalog().fromBytes(record.value());
        Changes changes = inputs.emptyChanges();
        try {
            catalog.apply(changes, applied, record.value());
        } catch (CatalogException e) {
            throw new UndecodableException(DeadLetters.INVALID_CATALOG, String.valueOf(e.getMessage()));
        }
        journal.append(
                changes,
                new JournalEntry.CatalogApplied(
                        applied.version(), applied.appliedBy(), applied.appliedAt(), applied.documents()),
                context.now());
        for (String sagaId : store.deferred()) {
            timers.set(changes, context.now().toEpochMilli(), sagaId);
        }
        return changes;
    }

    /** A record in another partition than its saga's is sent on, once: producers partition in different ways. */
    private Changes owned(Inbound record, String sagaId, Input input, Context context) throws UndecodableException {
        if (partitioning.isOwn(sagaId)) {
            return inputs.take(sagaId, input, context);
        }
        if (record.headers().lastHeader(Topics.HOP_HEADER) != null) {
            throw new UndecodableException(
                    DeadLetters.SECOND_HOP,
                    "the record was sent on once and is still in the wrong partition for saga " + sagaId
                            + "; check that every topic has the configured number of partitions");
        }
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.add(Topics.HOP_HEADER, HOPPED);
        Changes changes = inputs.emptyChanges();
        changes.forward(record.topic(), StoreKeys.utf8(sagaId), record.value(), headers);
        return changes;
    }
}
