package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.Effect;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaIds;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invariants 1, 4 and 5 over restarts: what was called is reconciled, what surely was not is issued again. */
class RestartTest {

    private final TaskFixture task = new TaskFixture();
    private final Command command = Samples.command("book", "s1", task.clock.instant());

    @AfterEach
    void close() {
        task.close();
    }

    @Test
    void shouldIssueAgainWhatTheClosedTaskHadNotSeen() {
        started();
        Intent unseen = task.intents().getFirst();

        task.stop();
        task.start("life-2");
        task.pipeIntent(unseen, 0);
        task.deliver();

        List<Intent> again = task.intents();
        assertThat(again).singleElement().satisfies(intent -> {
            assertThat(intent.incarnation()).isEqualTo("life-2");
            assertThat(intent.idempotencyKey()).isEqualTo(unseen.idempotencyKey());
        });
        assertThat(effect().status()).isEqualTo(EffectStatus.STARTED);
        assertThat(task.provider.fired()).isEmpty();
    }

    @Test
    void shouldIssueAgainAnIntentThatIsReadAfterTheTaskOpened() {
        started();
        Intent unseen = task.intents().getFirst();

        task.stop();
        task.start("life-2");
        task.deliver();
        assertThat(task.intents()).isEmpty();
        task.pipeIntent(unseen, 0);

        assertThat(task.intents()).extracting(Intent::incarnation).containsExactly("life-2");
    }

    @Test
    void shouldReportWhatWasShutOutBeforeItWasFired() {
        started();
        task.pipeIntent(task.intents().getFirst(), 0);

        task.stop();
        task.provider.run();

        assertThat(task.provider.fired()).isEmpty();
        task.start("life-2");
        task.deliver();
        task.advance(Duration.ofSeconds(1));
        assertThat(task.intents()).extracting(Intent::incarnation).containsExactly("life-2");
    }

    @Test
    void shouldLeaveACallThatWasFiredToItsAnswer() {
        started();
        task.pipeIntent(task.intents().getFirst(), 0);
        task.provider.run();

        task.stop();
        task.start("life-2");
        task.deliver();

        assertThat(saga().status().isEnded()).isTrue();
        assertThat(task.provider.fired()).hasSize(1);
    }

    @Test
    void shouldNotDoubtAFiredCallOfATaskThatSaidWhatItHadSeen() {
        started();
        task.pipeIntent(task.intents().getFirst(), 0);
        FakeLog.Message answer = afterRun();

        task.stop();
        task.start("life-2");
        task.deliver();
        assertThat(effect().status()).isEqualTo(EffectStatus.STARTED);

        task.pipe(task.topics.outcomes(), answer.value().get(), 99);
        assertThat(saga().status().isEnded()).isTrue();
    }

    @Test
    void shouldDoubtWhatATaskLeftThatDiedWithoutAWord() {
        started();
        Intent seen = task.intents().getFirst();
        task.pipeIntent(seen, 0);

        task.die();
        task.start("life-2");
        assertThat(effect().status()).isEqualTo(EffectStatus.STARTED);
        task.deliver();

        assertThat(effect().status()).isEqualTo(EffectStatus.AMBIGUOUS);
    }

    @Test
    void shouldDoubtAForeignIntentThatIsReadAfterTheTaskOpened() {
        started();
        Intent unseen = task.intents().getFirst();

        task.die();
        task.start("life-2");
        task.pipeIntent(unseen, 0);
        assertThat(effect().status()).isEqualTo(EffectStatus.STARTED);
        task.deliver();

        assertThat(effect().status()).isEqualTo(EffectStatus.AMBIGUOUS);
        task.provider.run();
        assertThat(task.provider.fired()).isEmpty();
    }

    @Test
    void shouldReadWaitingAnswersBeforeItDoubts() {
        started();
        task.pipeIntent(task.intents().getFirst(), 0);
        task.provider.run();

        task.die();
        task.start("life-2");
        task.deliver();

        assertThat(saga().status().isEnded()).isTrue();
    }

    @Test
    void shouldRememberWhereAForeignIntentStoodOverAFurtherRestart() {
        started();
        Intent unseen = task.intents().getFirst();

        task.stop();
        task.start("life-2");
        task.pipeIntent(unseen, 0);
        task.stop();
        task.start("life-3");
        task.deliver();

        assertThat(task.intents()).extracting(Intent::incarnation).containsExactly("life-3");
    }

    @Test
    void shouldCallOnlyOnceForAnIntentThatIsReadTwice() {
        started();
        Intent intent = task.intents().getFirst();
        task.pipeIntent(intent, 0);
        task.pipeIntent(intent, 0);
        task.provider.run();

        assertThat(task.provider.fired()).hasSize(1);
    }

    @Test
    void shouldNotCallWhenTheIntentIsTooOldOnTheWallClock() {
        started();
        task.pipeIntent(task.intents().getFirst(), 0);
        task.clock.advance(Duration.ofSeconds(16));
        task.provider.run();

        assertThat(task.provider.fired()).isEmpty();
    }

    @Test
    void shouldForgetWhatEarlierLivesSaidOnceNothingOfTheirsIsOpen() {
        started();
        task.pipeIntent(task.intents().getFirst(), 0);
        task.provider.run();
        task.deliver();

        task.stop();
        task.start("life-2");
        task.deliver();

        assertThat(TaskFixture.reader(task.store, task.codecs).closedIncarnations())
                .isEmpty();
    }

    @Test
    void shouldReadTheCatalogBackFromTheStore() {
        started();
        task.stop();
        task.start("life-2");
        task.deliver();

        task.propose(Samples.command("book", "s2", task.clock.instant()));
        assertThat(task.intents()).last().extracting(Intent::incarnation).isEqualTo("life-2");
    }

    /** Invariant 4 over restarts: what waits for a reviewer is kept in the state alone, so it waits on, and a grant finds it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDoOnceWhatIsGrantedAfterARestartThatItHasWaitedThrough(boolean inOrder) {
        Command send = Samples.command("send", "s1", task.clock.instant());
        task.start("life-1");
        task.deliver();
        task.applyCatalog();
        task.propose(send);
        Approval asked = Objects.requireNonNull(effect(send).approval());

        if (inOrder) {
            task.stop();
        } else {
            task.die();
        }
        task.start("life-2");
        task.deliver();

        assertThat(effect(send).status()).isEqualTo(EffectStatus.APPROVAL_REQUIRED);
        assertThat(effect(send).approval()).isEqualTo(asked);
        assertThat(task.intents()).isEmpty();

        task.decide(Samples.decision(saga(send), ReviewerDecision.Verdict.GRANT, null, task.clock.instant()));
        Intent intent = task.intents().getFirst();
        assertThat(intent.incarnation()).isEqualTo("life-2");
        task.pipeIntent(intent, 0);
        task.provider.run();
        task.deliver();

        assertThat(saga(send).status()).isEqualTo(SagaStatus.COMMITTED);
        assertThat(task.provider.fired()).hasSize(1);
    }

    private void started() {
        task.start("life-1");
        task.deliver();
        task.applyCatalog();
        task.propose(command);
    }

    /** Lets the call run, and takes its answer out of the log before the task's last words. */
    private FakeLog.Message afterRun() {
        task.provider.run();
        List<FakeLog.Message> said = task.log.take();
        assertThat(said).hasSize(1);
        assertThat(task.message(said.getFirst())).isInstanceOf(OutcomeMessage.Answered.class);
        return said.getFirst();
    }

    private Saga saga() {
        return saga(command);
    }

    private Saga saga(Command proposed) {
        return Objects.requireNonNull(
                TaskFixture.reader(task.store, task.codecs).saga(SagaIds.of(proposed)));
    }

    private Effect effect() {
        return effect(command);
    }

    private Effect effect(Command proposed) {
        return saga(proposed).steps().getFirst().forward();
    }
}
