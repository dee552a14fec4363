package io.sluice.topology.machine;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.ClaimAnswer;
import io.sluice.effect.Intent;
import io.sluice.partition.Partition;
import io.sluice.partition.Sink;
import io.sluice.partition.Surroundings;
import io.sluice.partition.TooLargeException;
import io.sluice.saga.Corrections;
import io.sluice.saga.Input;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.RegistryUnavailable;
import io.sluice.topology.serde.SchemaRefused;
import io.sluice.topology.serde.UndecodableException;
import io.sluice.topology.sink.TaskSink;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a task, from one init of the processor to its close: gives what comes in to its {@link Partition}. What
 * cannot be dealt with becomes a dead letter; only failures of Kafka, the store or the registry end the task.
 */
final class MachineTask {

    private static final Logger log = LoggerFactory.getLogger(MachineTask.class);

    /** How long due timers may hold up records that wait. */
    private static final Duration TIMER_BUDGET = Duration.ofMillis(50);

    /**
     * With so few attempts under way in a partition a commit is asked for at once: a saga then waits for the commit alone.
     * With more, a commit per record would cost most of the throughput, and the interval gathers them.
     */
    private static final int FEW_ATTEMPTS = 2;

    private final MachineEnvironment environment;
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<Bytes, byte[]> keyValues;
    private final Topics topics;
    private final Map<String, Integer> maxBytes;
    private final Codecs codecs;
    private final Journal journal;
    private final OutputWriter outputs;
    private final Escalations escalations;
    private final CatalogKeeper catalog;
    private final WakeUp wakeUp;
    private final Intake intake;
    private final DeadLetters deadLetters;
    private final TaskSink sink;
    private final Partition partition;
    private boolean wroteIntent;

    MachineTask(MachineEnvironment environment, ProcessorContext<byte[], byte[]> context) {
        this.environment = environment;
        this.context = context;
        topics = environment.topics();
        maxBytes = topics.maxBytes();
        codecs = environment.codecs();
        keyValues = context.getStateStore(Topics.MACHINE_STORE);
        outputs = new OutputWriter(topics, codecs);
        escalations = new Escalations(context.metrics(), context.taskId().toString());
        deadLetters = new DeadLetters(topics, codecs);
        MachineStore store = new MachineStore(keyValues, codecs, this::changes);
        catalog =
                new CatalogKeeper(codecs, CatalogSnapshot.empty(environment.documents(), environment.grantsRequired()));
        catalog.load(store);
        wakeUp = new WakeUp(context, this::fireTimers);
        int number = context.taskId().partition();
        Partitioning partitioning = new Partitioning(number, environment.partitions());
        journal = new Journal(topics, codecs, store.chainHead(), partitioning.systemKey());
        String incarnation = environment.incarnations().get();
        sink = environment.dispatcher().open(number, incarnation);
        partition = new Partition(store, new CatalogedSink(), surroundings(), incarnation, this::wakeAt);
        intake = new Intake(
                codecs,
                partitioning,
                partition,
                catalog,
                journal,
                environment.decisionKeys(),
                environment.identities());
        log.info("partition {}: begins life {}", number, incarnation);
    }

    void process(Record<byte[], byte[]> record) {
        Inbound inbound = new Inbound(record, context.recordMetadata().orElseThrow());
        wroteIntent = false;
        try {
            route(inbound);
        } catch (UndecodableException e) {
            deadLetter(inbound, e.reason(), String.valueOf(e.getMessage()));
        } catch (TooLargeException e) {
            deadLetter(inbound, DeadLetters.TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (KafkaException | RegistryUnavailable | SchemaRefused e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("{}-{}@{} broke the machine", inbound.topic(), inbound.partition(), inbound.offset(), e);
            deadLetter(inbound, DeadLetters.INTERNAL_ERROR, "Sluice failed on this record: " + e);
        }
        hasten(inbound);
    }

    void close() {
        wakeUp.disarm();
        partition.close();
        escalations.close();
    }

    private void answered(ClaimAnswer answer) throws UndecodableException {
        if (!Corrections.isAnswer(answer)) {
            partition.take(
                    answer.sagaId(),
                    answer.dryRun() == null ? new Input.ClaimAnswered(answer) : intake.dryRun(answer, now()));
        }
    }

    private void route(Inbound record) throws UndecodableException {
        String topic = record.topic();
        if (topic.equals(topics.outcomes())) {
            partition.outcome(codecs.outcome().fromBytes(record.value()));
        } else if (topic.equals(topics.intents())) {
            partition.intent(codecs.intent().fromBytes(record.value()), record.offset());
        } else if (topic.equals(topics.claimAnswers())) {
            answered(codecs.claimAnswer().fromBytes(record.value()));
        } else if (topic.equals(topics.decisions())) {
            intake.decision(record, changes(), now());
        } else if (topic.equals(topics.operations())) {
            intake.operation(record, changes(), now());
        } else if (topic.equals(topics.catalog())) {
            intake.catalog(record, changes(), now());
        } else {
            intake.command(record, changes());
        }
    }

    private void deadLetter(Inbound record, String reason, String detail) {
        StoreChanges changes = changes();
        deadLetters.write(changes.batch(), record, reason, detail, now());
        changes.apply();
    }

    private void fireTimers() {
        partition.fireTimers(TIMER_BUDGET);
    }

    private void wakeAt(long dueMillis) {
        wakeUp.at(dueMillis, environment.clock().millis());
    }

    private StoreChanges changes() {
        return new StoreChanges(new Batch(maxBytes), codecs, journal, outputs, escalations, this::apply);
    }

    private void apply(Batch batch) {
        batch.apply(keyValues, context, environment.clock().millis());
        wroteIntent |= batch.writesTo(topics.intents());
    }

    /**
     * A saga under way waits for the commit of its intent and of its answer. Nothing else does: a backlog of commands that
     * start nothing must not be committed one by one.
     */
    private void hasten(Inbound record) {
        boolean isAwaited = record.topic().equals(topics.outcomes()) || wroteIntent;
        if (isAwaited && partition.openAttempts() <= FEW_ATTEMPTS) {
            context.commit();
        }
    }

    private Surroundings surroundings() {
        return new Surroundings(
                catalog::snapshot,
                question -> catalog.snapshot().policy().decide(question),
                environment.limits(),
                environment.clock(),
                environment.jitter());
    }

    private Instant now() {
        return environment.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Gives the provider sink the contract that an intent was rendered from. */
    private final class CatalogedSink implements Sink {

        @Override
        public void offer(Intent intent) {
            sink.offer(
                    intent,
                    catalog.snapshot().tool(intent.tool(), intent.toolVersion()).orElse(null));
        }

        @Override
        public void close(long nextIntentOffset) {
            sink.close(nextIntentOffset);
        }
    }
}
