package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

    private final TaskFixture task = new TaskFixture();
    private long earliestSet = Long.MAX_VALUE;
    private final TimerQueue timers = queue();

    @AfterEach
    void close() {
        task.close();
    }

    @Test
    void shouldGiveDueTimersInOrderOfTime() {
        set(300, "c");
        set(100, "a");
        set(200, "b");

        assertThat(timers.due(200)).extracting(TimerQueue.Timer::sagaId).containsExactly("a", "b");
        assertThat(timers.next()).contains(100L);
        assertThat(earliestSet).isEqualTo(100L);
    }

    @Test
    void shouldGoOnBehindWhatIsDone() {
        set(100, "a");
        set(200, "b");
        TimerQueue.Timer first = timers.due(100).getFirst();
        timers.done(first);
        Changes changes = new Changes(task.topics.maxBytes());
        changes.delete(first.key());
        apply(changes);

        assertThat(timers.next()).contains(200L);
    }

    @Test
    void shouldFindATimerThatIsSetBeforeTheCursor() {
        set(200, "b");
        timers.done(timers.due(200).getFirst());

        set(150, "late");

        assertThat(timers.due(200)).extracting(TimerQueue.Timer::sagaId).startsWith("late");
        assertThat(timers.next()).contains(150L);
    }

    @Test
    void shouldFindATimerThatIsSetAgainForItsOwnTime() {
        set(200, "b");
        timers.done(timers.due(200).getFirst());
        set(200, "b");

        assertThat(timers.due(200)).extracting(TimerQueue.Timer::sagaId).containsExactly("b");
    }

    private TimerQueue queue() {
        task.start("life-1");
        return new TimerQueue(task.store, due -> earliestSet = Math.min(earliestSet, due));
    }

    private void set(long due, String sagaId) {
        Changes changes = new Changes(task.topics.maxBytes());
        timers.set(changes, due, sagaId);
        apply(changes);
    }

    private void apply(Changes changes) {
        task.apply(changes);
    }
}
