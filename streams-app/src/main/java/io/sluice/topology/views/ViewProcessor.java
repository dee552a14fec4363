package io.sluice.topology.views;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.Evolver;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the journal into rows with the machine's own evolver.
 *
 * <p>The journal comes at least once, and a crash may leave the store at any point of a fold. So an entry that a row
 * already holds is passed over, index entries are written first and the row last, and a row that lacks entries is folded
 * anew from the whole journal.
 */
final class ViewProcessor implements Processor<byte[], byte[], Void, Void> {

    private static final Logger log = LoggerFactory.getLogger(ViewProcessor.class);

    /** How the journal calls a command that was refused. */
    private static final String PROPOSAL = "propose";

    private final Codecs codecs;
    private final JournalReader journal;
    private final RecentRows rows = new RecentRows();
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    ViewProcessor(Codecs codecs, JournalReader journal) {
        this.codecs = codecs;
        this.journal = journal;
    }

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
        rows.clear();
        store = newContext.getStateStore(Topics.VIEWS_STORE);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        JournalEntry entry = decode(record.value());
        if (entry.sagaEvents().isEmpty()) {
            return;
        }
        put(ViewKeys.history(entry.sagaId(), entry.partitionSequence()), record.value());
        indexCommands(entry);
        if (entry.sagaSequence() == 0) {
            return; // Refused before there was a saga: kept as history, but it is about no row.
        }
        Saga row = row(entry.sagaId());
        if (row == null || isNewLife(row, entry)) {
            if (entry.sagaSequence() == 1) {
                write(row, fold(null, entry));
            } else {
                rebuild(row, entry);
            }
        } else if (entry.sagaSequence() == row.sequence() + 1) {
            write(row, fold(row, entry));
        } else if (entry.sagaSequence() > row.sequence()) {
            rebuild(row, entry);
        }
    }

    /** The machine forgets an ended saga after the dedup window; the same key may then begin another one. */
    private static boolean isNewLife(Saga row, JournalEntry entry) {
        return entry.sagaSequence() == 1 && entry.recordedAt().isAfter(row.updatedAt());
    }

    private void rebuild(@Nullable Saga row, JournalEntry upTo) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        log.warn(
                "saga {}: the view holds {} of {} entries, folding it anew from {}-{}",
                upTo.sagaId(),
                row == null ? 0 : row.sequence(),
                upTo.sagaSequence(),
                at.topic(),
                at.partition());
        List<byte[]> values = journal.read(at.partition(), ViewKeys.utf8(upTo.sagaId()), at.offset());
        Saga saga = null;
        for (byte[] value : values) {
            JournalEntry entry = decode(value);
            if (entry.sagaSequence() > 0) {
                put(ViewKeys.history(entry.sagaId(), entry.partitionSequence()), value);
                saga = fold(entry.sagaSequence() == 1 ? null : saga, entry);
                indexCommands(entry);
            }
        }
        if (saga == null || saga.sequence() < upTo.sagaSequence()) {
            throw new StreamsException("the journal of partition " + at.partition() + " lacks entries of saga "
                    + upTo.sagaId() + " before its entry " + upTo.sagaSequence() + "; restore the topic " + at.topic());
        }
        write(row, saga);
    }

    private static Saga fold(@Nullable Saga before, JournalEntry entry) {
        Saga saga = before;
        for (SagaEvent event : entry.sagaEvents()) {
            saga = Evolver.evolve(saga, event, entry.recordedAt());
        }
        if (saga == null) {
            throw new StreamsException("entry " + entry.sagaSequence() + " of saga " + entry.sagaId()
                    + " has a number although it is about no saga");
        }
        return saga;
    }

    private void write(@Nullable Saga before, Saga after) {
        Bytes index = ViewKeys.byStatus(after);
        put(index, new byte[0]);
        if (before == null
                || !before.command().commandId().equals(after.command().commandId())) {
            put(ViewKeys.byCommand(after.tenantId(), after.command().commandId()), ViewKeys.utf8(after.sagaId()));
        }
        if (before != null && !ViewKeys.byStatus(before).equals(index)) {
            store().delete(ViewKeys.byStatus(before));
        }
        put(ViewKeys.row(after.sagaId()), codecs.saga().toBytes(after));
        rows.put(after);
    }

    /** Lets every command but the one that began the saga find its answer, which stands in the saga's history. */
    private void indexCommands(JournalEntry entry) {
        entry.sagaEvents().forEach(event -> indexCommand(entry, event));
    }

    private void indexCommand(JournalEntry entry, SagaEvent event) {
        switch (event) {
            case SagaEvent.CommandDuplicated duplicated -> index(entry, duplicated.commandId());
            case SagaEvent.StepAdded added -> index(entry, added.command().commandId());
            case SagaEvent.CommitRequested commit -> index(entry, commit.commandId());
            case SagaEvent.RollBackRequested rollBack -> index(entry, rollBack.commandId());
            case SagaEvent.InputRejected rejected -> indexRejected(entry, rejected);
            case SagaEvent.DryRunAnswered answered -> indexIfUnknown(entry, answered.commandId());
            default -> {}
        }
    }

    private void indexRejected(JournalEntry entry, SagaEvent.InputRejected rejected) {
        if (rejected.input().equals(PROPOSAL)) {
            indexIfUnknown(entry, rejected.inputId());
        }
    }

    private void indexIfUnknown(JournalEntry entry, String commandId) {
        if (store().get(ViewKeys.byCommand(entry.tenantId(), commandId)) == null) {
            index(entry, commandId);
        }
    }

    private void index(JournalEntry entry, String commandId) {
        put(ViewKeys.byCommand(entry.tenantId(), commandId), ViewKeys.utf8(entry.sagaId()));
    }

    private @Nullable Saga row(String sagaId) {
        Saga recent = rows.get(sagaId);
        return recent == null ? stored(sagaId) : recent;
    }

    private @Nullable Saga stored(String sagaId) {
        byte[] value = store().get(ViewKeys.row(sagaId));
        try {
            return value == null ? null : codecs.saga().fromBytes(value);
        } catch (UndecodableException e) {
            throw new StreamsException("the view of saga " + sagaId + " cannot be read", e);
        }
    }

    private JournalEntry decode(byte[] value) {
        try {
            return codecs.journal().fromBytes(value);
        } catch (UndecodableException e) {
            throw new StreamsException("the journal holds something else than journal entries", e);
        }
    }

    private void put(Bytes key, byte[] value) {
        store().put(key, value);
    }

    private KeyValueStore<Bytes, byte[]> store() {
        if (store == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return store;
    }

    private ProcessorContext<Void, Void> context() {
        if (context == null) {
            throw new IllegalStateException("the processor was not initialised");
        }
        return context;
    }
}
