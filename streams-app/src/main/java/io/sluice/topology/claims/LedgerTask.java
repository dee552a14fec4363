package io.sluice.topology.claims;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.DomainEvent;
import io.sluice.claim.Ledger;
import io.sluice.claim.LedgerChanges;
import io.sluice.claim.LedgerEntry;
import io.sluice.claim.LedgerEvent;
import io.sluice.partition.TooLargeException;
import io.sluice.saga.DomainEventValidation;
import io.sluice.saga.Problem;
import io.sluice.topology.Topics;
import io.sluice.topology.machine.Batch;
import io.sluice.topology.machine.DeadLetters;
import io.sluice.topology.machine.HashChain;
import io.sluice.topology.machine.Inbound;
import io.sluice.topology.machine.WakeUp;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** One life of a task of the ledger: takes messages and time, and writes all that follows from each, or nothing. */
final class LedgerTask {

    /** How long due timers may hold up messages that wait. */
    private static final Duration TIMER_BUDGET = Duration.ofMillis(50);

    private static final int TIMERS = 128;

    private final LedgerEnvironment environment;
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<Bytes, byte[]> keyValues;
    private final Topics topics;
    private final Map<String, Integer> maxBytes;
    private final Codecs codecs;
    private final DeadLetters deadLetters;
    private final LedgerStore store;
    private final HashChain chain;
    private final WakeUp wakeUp;
    private final Instant endsLeasesFrom;

    LedgerTask(LedgerEnvironment environment, ProcessorContext<byte[], byte[]> context) {
        this.environment = environment;
        this.context = context;
        topics = environment.topics();
        maxBytes = topics.maxBytes();
        codecs = environment.codecs();
        deadLetters = new DeadLetters(topics, codecs);
        keyValues = context.getStateStore(Topics.LEDGER_STORE);
        store = new LedgerStore(keyValues, codecs, this::wakeAt);
        chain = new HashChain(LedgerKeys.CHAIN_HEAD, store.chainHead());
        wakeUp = new WakeUp(context, this::fireTimers);
        endsLeasesFrom = now().plus(Ledger.GRACE);
        store.nextTimer().ifPresent(timer -> wakeAt(timer.dueMillis()));
    }

    void process(Record<byte[], byte[]> record) {
        Inbound inbound = new Inbound(record, context.recordMetadata().orElseThrow());
        try {
            if (inbound.topic().equals(topics.domainEvents())) {
                hear(inbound);
            } else {
                take(codecs.claim().fromBytes(inbound.value()));
            }
        } catch (UndecodableException e) {
            deadLetter(inbound, e.reason(), String.valueOf(e.getMessage()));
        } catch (TooLargeException e) {
            deadLetter(inbound, DeadLetters.TOO_LARGE, String.valueOf(e.getMessage()));
        }
    }

    void close() {
        wakeUp.disarm();
    }

    private void take(ClaimMessage message) throws UndecodableException {
        String own = message.tenantId() + "/";
        if (!message.key().startsWith(own) || !message.sagaId().startsWith(own)) {
            throw new UndecodableException(
                    DeadLetters.TENANT_MISMATCH, "key and saga_id of a claim must begin with its tenant.");
        }
        Batch batch = new Batch(maxBytes);
        if (message instanceof ClaimMessage.VersionAsk ask && ask.dryRun() != null) {
            answer(batch, Ledger.answerDryRun(store, ask));
        } else {
            write(batch, Ledger.decide(store, message, now(), environment.limits()));
        }
        apply(batch);
    }

    /** Whoever wrote it may have partitioned in another way: it goes on to the task that owns the target's version. */
    private void hear(Inbound inbound) throws UndecodableException {
        DomainEvent event = codecs.domainEvent().fromBytes(inbound.value(), inbound.timestamp());
        Optional<Problem> problem = DomainEventValidation.validate(event);
        if (problem.isPresent()) {
            throw new UndecodableException(problem.get().reason(), problem.get().detail());
        }
        ClaimMessage report = event.report(inbound.topic() + "-" + inbound.partition() + "@" + inbound.offset());
        Batch batch = new Batch(maxBytes);
        batch.forward(
                topics.claims(), LedgerKeys.utf8(report.key()), codecs.claim().toBytes(report));
        apply(batch);
    }

    private void fireTimers() {
        Instant end = now().plus(TIMER_BUDGET);
        List<LedgerTimer> due = store.due(now().toEpochMilli(), TIMERS);
        while (!due.isEmpty() && !now().isAfter(end)) {
            due.forEach(this::fire);
            due = store.due(now().toEpochMilli(), TIMERS);
        }
        store.nextTimer().ifPresent(timer -> wakeAt(timer.dueMillis()));
    }

    private void fire(LedgerTimer timer) {
        Batch batch = new Batch(maxBytes);
        store.done(batch, timer);
        if (timer.claim() != null && now().isBefore(endsLeasesFrom)) {
            store.set(batch, new LedgerTimer(endsLeasesFrom.toEpochMilli(), timer.key(), timer.claimId()));
        } else {
            write(batch, Ledger.due(store, timer.key(), timer.claim(), now(), environment.limits()));
        }
        apply(batch);
    }

    private void write(Batch batch, List<LedgerEvent> events) {
        LedgerChanges changes = new LedgerChanges(store);
        for (LedgerEvent event : events) {
            changes.evolve(event);
            journal(batch, event);
            Ledger.answer(changes, event).ifPresent(answer -> answer(batch, answer));
        }
        store.write(batch, changes);
    }

    private void journal(Batch batch, LedgerEvent event) {
        HashChain.Head before = chain.last(batch);
        byte[] value = codecs.claimJournal()
                .toBytes(new LedgerEntry(
                        ClaimKeys.tenantOf(event.key()),
                        event.key(),
                        before.sequence() + 1,
                        before.hash(),
                        now(),
                        event));
        batch.forward(topics.claimJournal(), LedgerKeys.utf8(event.key()), value);
        chain.add(batch, value);
    }

    private void answer(Batch batch, ClaimAnswer answer) {
        batch.forward(
                topics.claimAnswers(),
                LedgerKeys.utf8(answer.sagaId()),
                codecs.claimAnswer().toBytes(answer));
    }

    private void deadLetter(Inbound record, String reason, String detail) {
        Batch batch = new Batch(maxBytes);
        deadLetters.write(batch, record, reason, detail, now());
        apply(batch);
    }

    private void apply(Batch batch) {
        batch.apply(keyValues, context, environment.clock().millis(), Topics::ledgerSink);
    }

    private void wakeAt(long dueMillis) {
        wakeUp.at(dueMillis, environment.clock().millis());
    }

    private Instant now() {
        return environment.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
