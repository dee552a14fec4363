package io.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimerQueueTest {

    private final InMemoryStore store = new InMemoryStore();
    private long earliestSet = Long.MAX_VALUE;
    private final TimerQueue timers = new TimerQueue(store, due -> earliestSet = Math.min(earliestSet, due));

    @Test
    void shouldGiveDueTimersInOrderOfTime() {
        set(300, "c");
        set(100, "a");
        set(200, "b");

        assertThat(timers.due(200)).extracting(Timer::sagaId).containsExactly("a", "b");
        assertThat(timers.next()).contains(100L);
        assertThat(earliestSet).isEqualTo(100L);
    }

    @Test
    void shouldGoOnBehindWhatIsDone() {
        set(100, "a");
        set(200, "b");
        Timer first = timers.due(100).getFirst();
        timers.done(first);
        Changes changes = store.changes();
        changes.cancel(first);
        changes.apply();

        assertThat(timers.next()).contains(200L);
    }

    @Test
    void shouldFindATimerThatIsSetBeforeTheCursor() {
        set(200, "b");
        timers.done(timers.due(200).getFirst());

        set(150, "late");

        assertThat(timers.due(200)).extracting(Timer::sagaId).startsWith("late");
        assertThat(timers.next()).contains(150L);
    }

    @Test
    void shouldFindATimerThatIsSetAgainForItsOwnTime() {
        set(200, "b");
        timers.done(timers.due(200).getFirst());
        set(200, "b");

        assertThat(timers.due(200)).extracting(Timer::sagaId).containsExactly("b");
    }

    private void set(long due, String sagaId) {
        Changes changes = store.changes();
        timers.set(changes, new Timer(due, sagaId));
        changes.apply();
    }
}
