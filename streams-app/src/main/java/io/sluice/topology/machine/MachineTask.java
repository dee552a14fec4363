package io.sluice.topology.machine;

import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Context;
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
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of a task, from one init of the processor to its close: every record becomes changes, which are applied as a
 * whole. What cannot be dealt with becomes a dead letter; only failures of Kafka, the store or the registry end the task.
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

    private static final Duration FAILED_TIMER = Duration.ofMinutes(1);

    private final MachineEnvironment environment;
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<Bytes, byte[]> keyValues;
    private final Topics topics;
    private final Codecs codecs;
    private final CatalogKeeper catalog;
    private final TimerQueue timers;
    private final WakeUp wakeUp;
    private final SagaWriter writer;
    private final SagaInputs inputs;
    private final Intake intake;
    private final DeadLetters deadLetters;
    private final Restart restart;
    private final TaskSink sink;

    MachineTask(MachineEnvironment environment, ProcessorContext<byte[], byte[]> context) {
        this.environment = environment;
        this.context = context;
        topics = environment.topics();
        codecs = environment.codecs();
        keyValues = context.getStateStore(Topics.MACHINE_STORE);
        MachineStore store = new MachineStore(keyValues, codecs);
        catalog = new CatalogKeeper(codecs);
        catalog.load(store);
        wakeUp = new WakeUp(context, this::fireTimers);
        timers = new TimerQueue(keyValues, this::wakeAt);
        int partition = context.taskId().partition();
        Partitioning partitioning = new Partitioning(partition, environment.partitions());
        Journal journal = new Journal(topics, codecs, store.chainHead(), partitioning.systemKey());
        writer = new SagaWriter(
                codecs, timers, environment.limits(), store.openAttempts().size());
        inputs = new SagaInputs(topics, store, writer, journal, new OutputWriter(topics, codecs), timers);
        intake = new Intake(codecs, partitioning, inputs, catalog, journal, store, timers);
        deadLetters = new DeadLetters(topics, codecs);
        restart = new Restart(store, environment.incarnations().get());
        sink = environment.dispatcher().open(partition, restart.incarnation());
        log.info("partition {}: begins life {}", partition, restart.incarnation());
    }

    void process(Record<byte[], byte[]> record) {
        Inbound inbound = new Inbound(record, context.recordMetadata().orElseThrow());
        Changes changes = changes(inbound);
        apply(changes);
        hasten(inbound, changes);
    }

    void close() {
        wakeUp.disarm();
        sink.close(restart.nextIntentOffset());
    }

    private Changes changes(Inbound record) {
        try {
            return route(record);
        } catch (UndecodableException e) {
            return deadLetter(record, e.reason(), String.valueOf(e.getMessage()));
        } catch (OversizedException e) {
            return deadLetter(record, DeadLetters.TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (KafkaException | RegistryUnavailable | SchemaRefused e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("{}-{}@{} broke the machine", record.topic(), record.partition(), record.offset(), e);
            return deadLetter(record, DeadLetters.INTERNAL_ERROR, "Sluice failed on this record: " + e);
        }
    }

    private Changes route(Inbound record) throws UndecodableException {
        String topic = record.topic();
        if (topic.equals(topics.outcomes())) {
            return outcome(codecs.outcome().fromBytes(record.value()));
        }
        if (topic.equals(topics.intents())) {
            return intent(codecs.intent().fromBytes(record.value()), record.offset());
        }
        if (topic.equals(topics.decisions())) {
            return intake.decision(record, now());
        }
        if (topic.equals(topics.catalog())) {
            return intake.catalog(record, now());
        }
        return intake.command(record, now());
    }

    private Changes deadLetter(Inbound record, String reason, String detail) {
        Changes changes = inputs.emptyChanges();
        deadLetters.write(changes, record, reason, detail, now().now());
        return changes;
    }

    private Changes outcome(OutcomeMessage message) {
        return switch (message) {
            case OutcomeMessage.Answered answered ->
                inputs.take(answered.outcome().sagaId(), new Input.Answer(answered.outcome()), now());
            case OutcomeMessage.TaskClosed closed -> {
                Changes changes = inputs.emptyChanges();
                restart.closed(changes, closed.incarnation(), closed.nextIntentOffset());
                yield changes;
            }
            case OutcomeMessage.TaskOpened opened -> {
                Changes changes = inputs.emptyChanges();
                if (opened.incarnation().equals(restart.incarnation())) {
                    changes.afterwards(this::open);
                }
                yield changes;
            }
        };
    }

    private Changes intent(Intent intent, long offset) {
        Changes changes = inputs.emptyChanges();
        if (restart.mayCall(intent, offset)) {
            // Only what was committed is read back, so the permit is in the log whatever becomes of this record.
            changes.afterwards(() -> sink.offer(
                    intent,
                    catalog.snapshot().tool(intent.tool(), intent.toolVersion()).orElse(null)));
            return changes;
        }
        if (restart.isOwn(intent)) {
            return changes;
        }
        if (!restart.isOpened()) {
            restart.note(changes, intent, offset);
            return changes;
        }
        return restart.question(intent, offset)
                .map(question -> inputs.take(question.sagaId(), question.input(), now()))
                .orElse(changes);
    }

    /** All that earlier lives had to say has been read: settles what they left open, and lets timers fire. */
    private void open() {
        List<Restart.Question> questions = restart.open();
        log.info(
                "partition {}: open, {} attempts of earlier lives to settle",
                context.taskId().partition(),
                questions.size());
        for (Restart.Question question : questions) {
            settle(question);
        }
        Changes changes = inputs.emptyChanges();
        restart.tidy(changes);
        apply(changes);
        timers.next().ifPresent(this::wakeAt);
    }

    private void settle(Restart.Question question) {
        Changes changes;
        try {
            changes = inputs.take(question.sagaId(), question.input(), now());
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error(
                    "{} could not be settled; its deadline will",
                    question.input().id(),
                    e);
            return;
        }
        apply(changes);
    }

    private void fireTimers() {
        long end = environment.clock().millis() + TIMER_BUDGET.toMillis();
        List<TimerQueue.Timer> due = timers.due(environment.clock().millis());
        while (!due.isEmpty() && environment.clock().millis() <= end) {
            for (TimerQueue.Timer timer : due) {
                timers.done(timer);
                apply(due(timer));
            }
            due = timers.due(environment.clock().millis());
        }
        timers.next().ifPresent(this::wakeAt);
    }

    private Changes due(TimerQueue.Timer timer) {
        Context now = now();
        try {
            return inputs.due(timer, now);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            log.error("saga {} was due and broke the machine", timer.sagaId(), e);
            return inputs.postponed(timer, now.now().plus(FAILED_TIMER));
        }
    }

    private void wakeAt(long dueMillis) {
        if (restart.isOpened()) {
            wakeUp.at(dueMillis, environment.clock().millis());
        }
    }

    private void apply(Changes changes) {
        changes.apply(keyValues, context, environment.clock().millis());
    }

    /**
     * A saga under way waits for the commit of its intent and of its answer. Nothing else does: a backlog of commands that
     * start nothing must not be committed one by one.
     */
    private void hasten(Inbound record, Changes changes) {
        boolean isAwaited = record.topic().equals(topics.outcomes()) || changes.writesTo(topics.intents());
        if (isAwaited && writer.openAttempts() <= FEW_ATTEMPTS) {
            context.commit();
        }
    }

    private Context now() {
        Instant now = environment.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        return new Context(
                now,
                catalog.snapshot(),
                environment.policy(),
                environment.limits(),
                restart.incarnation(),
                environment.jitter().getAsDouble());
    }
}
