package io.sluice.topology.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InMemoryRegistry;
import io.sluice.topology.serde.UndecodableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private final Codecs codecs = new Codecs(new InMemoryRegistry(), Topics.DEFAULT_PREFIX);
    private final List<OutcomeMessage> said = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @Test
    void shouldSayThatTheTaskOpenedAndWhatItDidNotCall() {
        TaskSink sink = dispatcher(DispatcherTest::succeed, 8).open(0, "life-1");
        sink.close(17);

        assertThat(said)
                .containsExactly(
                        new OutcomeMessage.TaskOpened("life-1", Samples.NOW),
                        new OutcomeMessage.TaskClosed("life-1", 17, Samples.NOW));
    }

    @Test
    void shouldReportTheOutcomeOfACall() {
        dispatcher(DispatcherTest::succeed, 8).open(0, "life-1").offer(Samples.intent("i-1"), Samples.contract());
        assertThat(results()).isEmpty();

        waiting.remove().run();

        assertThat(results()).containsExactly(OutcomeResult.SUCCEEDED);
    }

    @Test
    void shouldReportAnUnknownOutcomeWhenTheClientFailsAfterItFired() {
        dispatcher(
                        (intent, contract, mayFire) -> {
                            var unused = mayFire.getAsBoolean();
                            throw new IllegalStateException("broken");
                        },
                        8)
                .open(0, "life-1")
                .offer(Samples.intent("i-1"), Samples.contract());
        waiting.remove().run();

        assertThat(results()).containsExactly(OutcomeResult.UNKNOWN);
    }

    @Test
    void shouldReportThatNothingWasSentWhenTheClientFailsBeforeItFired() {
        dispatcher(
                        (intent, contract, mayFire) -> {
                            throw new IllegalStateException("broken");
                        },
                        8)
                .open(0, "life-1")
                .offer(Samples.intent("i-1"), Samples.contract());
        waiting.remove().run();

        assertThat(results()).containsExactly(OutcomeResult.NOT_FIRED);
    }

    @Test
    void shouldNotFireWithoutTheContract() {
        dispatcher(DispatcherTest::succeed, 8).open(0, "life-1").offer(Samples.intent("i-1"), null);

        assertThat(waiting).isEmpty();
        assertThat(results()).containsExactly(OutcomeResult.NOT_FIRED);
    }

    @Test
    void shouldNotFireBeyondTheBoundOfTheProcess() {
        TaskSink sink = dispatcher(DispatcherTest::succeed, 1).open(0, "life-1");
        sink.offer(Samples.intent("i-1"), Samples.contract());
        sink.offer(Samples.intent("i-2"), Samples.contract());

        assertThat(results()).containsExactly(OutcomeResult.NOT_FIRED);
        waiting.remove().run();
        sink.offer(Samples.intent("i-3"), Samples.contract());
        waiting.remove().run();
        assertThat(results())
                .containsExactly(OutcomeResult.NOT_FIRED, OutcomeResult.SUCCEEDED, OutcomeResult.SUCCEEDED);
    }

    @Test
    void shouldReportAnAttemptOnceThatWasShutOut() {
        TaskSink sink = dispatcher(DispatcherTest::succeed, 8).open(0, "life-1");
        sink.offer(Samples.intent("i-1"), Samples.contract());
        sink.close(1);
        waiting.remove().run();

        assertThat(results()).containsExactly(OutcomeResult.NOT_FIRED);
    }

    @Test
    void shouldNotWaitForEverForACallWithoutAnAnswer() {
        Dispatcher dispatcher = dispatcher(DispatcherTest::succeed, 8);
        dispatcher.open(0, "life-1").offer(Samples.intent("i-1"), Samples.contract());

        dispatcher.close();

        assertThat(results()).isEmpty();
    }

    private List<OutcomeResult> results() {
        return said.stream()
                .filter(OutcomeMessage.Answered.class::isInstance)
                .map(message -> ((OutcomeMessage.Answered) message).outcome().result())
                .toList();
    }

    private Dispatcher dispatcher(ProviderCall provider, int maxCalls) {
        return new Dispatcher(
                provider,
                (partition, key, value) -> hear(value),
                codecs,
                new Clocks(() -> Samples.NOW, () -> 0),
                waiting::add,
                maxCalls,
                Duration.ofMillis(10));
    }

    private CompletableFuture<Void> hear(byte[] value) {
        try {
            said.add(codecs.outcome().fromBytes(value));
            return CompletableFuture.completedFuture(null);
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private static Outcome succeed(Intent intent, ToolContract contract, BooleanSupplier mayFire) {
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                mayFire.getAsBoolean() ? OutcomeResult.SUCCEEDED : OutcomeResult.NOT_FIRED,
                201,
                "ref",
                null,
                null,
                false,
                null,
                0,
                Samples.NOW,
                Samples.NOW);
    }
}
