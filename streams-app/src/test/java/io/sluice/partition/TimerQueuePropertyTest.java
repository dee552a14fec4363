package io.sluice.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is set, cancelled and fired in whatever order: each timer that is due is found, once, and none before its time. */
class TimerQueuePropertyTest {

    private static final long HORIZON = 50;

    /** What happens to the queue: a timer is set or cancelled, or time comes to {@code at} and what is due is fired. */
    record Act(Kind kind, long at, String sagaId) {}

    enum Kind {
        SET,
        CANCEL,
        FIRE
    }

    @Property(tries = 500)
    void shouldFireWhatIsDueAndNothingElse(@ForAll("acts") List<Act> acts) {
        InMemoryStore store = new InMemoryStore();
        TimerQueue timers = new TimerQueue(store, due -> {});
        TreeSet<Timer> expected = new TreeSet<>();
        for (Act act : acts) {
            Timer timer = new Timer(act.at(), act.sagaId());
            Changes changes = store.changes();
            switch (act.kind()) {
                case SET -> {
                    timers.set(changes, timer);
                    expected.add(timer);
                }
                case CANCEL -> {
                    changes.cancel(timer);
                    expected.remove(timer);
                }
                case FIRE -> {
                    List<Timer> due = expected.stream()
                            .filter(set -> set.dueMillis() <= act.at())
                            .toList();
                    assertThat(fired(store, timers, act.at())).containsExactlyElementsOf(due);
                    due.forEach(expected::remove);
                }
            }
            changes.apply();
            assertThat(timers.next())
                    .isEqualTo(expected.stream().map(Timer::dueMillis).findFirst());
        }
    }

    private static List<Timer> fired(InMemoryStore store, TimerQueue timers, long now) {
        List<Timer> fired = new ArrayList<>();
        List<Timer> due = timers.due(now);
        while (!due.isEmpty()) {
            for (Timer timer : due) {
                timers.done(timer);
                Changes changes = store.changes();
                changes.cancel(timer);
                changes.apply();
                fired.add(timer);
            }
            due = timers.due(now);
        }
        return fired;
    }

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.longs().between(0, HORIZON),
                        Arbitraries.of("a", "b", "c"))
                .as(Act::new)
                .list()
                .ofMaxSize(60);
    }
}
