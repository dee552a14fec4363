package io.sluice.topology.sink;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink of one incarnation of one task. Used by the task's stream thread; calls run on threads of their own. */
public final class TaskSink {

    private static final Logger log = LoggerFactory.getLogger(TaskSink.class);

    /** How long a closing task waits for its last words to be in the log; without them its successor reconciles. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Dispatcher dispatcher;
    private final int partition;
    private final String incarnation;
    private final Gate gate = new Gate();

    TaskSink(Dispatcher dispatcher, int partition, String incarnation) {
        this.dispatcher = dispatcher;
        this.partition = partition;
        this.incarnation = incarnation;
    }

    /** Tells the task itself, through the log, that everything its predecessors said stands before. */
    void opened() {
        var unused = publish(incarnation, new OutcomeMessage.TaskOpened(incarnation, now()));
    }

    /**
     * Acts on a committed intent of this incarnation; returns at once.
     *
     * @param contract the contract the intent was rendered from; null where this process does not have it
     */
    public void offer(Intent intent, @Nullable ToolContract contract) {
        if (contract == null) {
            report(notFired(intent, "contract %s %s is not known here".formatted(intent.tool(), intent.toolVersion())));
            return;
        }
        // The windows are each partition's own; this bounds all partitions of the process together.
        if (!dispatcher.tryEnter()) {
            report(notFired(intent, "too many calls are under way; it is tried again later"));
            return;
        }
        Gate.Permit permit = gate.admit(intent, dispatcher.clocks());
        dispatcher.execute(() -> call(permit, contract));
    }

    /**
     * Shuts the gate, then says what was not called: the successor re-issues that instead of reconciling it.
     *
     * @param nextIntentOffset the offset behind the highest intent that this incarnation has seen
     */
    public void close(long nextIntentOffset) {
        for (Intent intent : gate.shut()) {
            report(notFired(intent, "the task was closing"));
        }
        CompletableFuture<Void> said =
                publish(incarnation, new OutcomeMessage.TaskClosed(incarnation, nextIntentOffset, now()));
        try {
            said.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("partition {}: could not say what was not called; its next owner will reconcile", partition);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(Gate.Permit permit, ToolContract contract) {
        try {
            Outcome outcome = dispatch(permit, contract);
            if (!permit.wasShut()) {
                report(outcome);
            }
        } finally {
            gate.done(permit);
            dispatcher.leave();
        }
    }

    private Outcome dispatch(Gate.Permit permit, ToolContract contract) {
        try {
            return dispatcher.provider().dispatch(permit.intent(), contract, permit::fire);
        } catch (RuntimeException e) {
            log.error("the provider client failed on intent {}", permit.intent().intentId(), e);
            return permit.wasFired()
                    ? outcome(permit.intent(), OutcomeResult.UNKNOWN, "Sluice failed while it called the provider")
                    : notFired(permit.intent(), "Sluice failed before it called the provider");
        }
    }

    private Outcome notFired(Intent intent, String why) {
        return outcome(intent, OutcomeResult.NOT_FIRED, why);
    }

    private Outcome outcome(Intent intent, OutcomeResult result, String why) {
        Instant now = now();
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                incarnation,
                result,
                0,
                null,
                null,
                null,
                false,
                why,
                0,
                now,
                now);
    }

    private void report(Outcome outcome) {
        var unused = publish(outcome.sagaId(), new OutcomeMessage.Answered(outcome));
    }

    private CompletableFuture<Void> publish(String key, OutcomeMessage message) {
        return dispatcher
                .channel()
                .publish(
                        partition,
                        key.getBytes(StandardCharsets.UTF_8),
                        dispatcher.codecs().outcome().toBytes(message));
    }

    private Instant now() {
        return dispatcher.clocks().wall().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
