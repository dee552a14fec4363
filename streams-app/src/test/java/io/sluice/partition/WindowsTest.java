package io.sluice.partition;

import static io.sluice.effect.Lane.COMPENSATION;
import static io.sluice.effect.Lane.FORWARD;
import static io.sluice.effect.Lane.LOOKUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.effect.Lane;
import io.sluice.saga.EffectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTest {

    private static final String PROVIDER = "mail";

    private final InMemoryStore store = new InMemoryStore();
    private final Windows windows = new Windows(store, 8, 2);

    @Test
    void shouldLetForwardAttemptsHaveAllButTheReservedPlaces() {
        start(FORWARD, 6);

        assertThat(windows.isFree(PROVIDER, FORWARD)).isFalse();
        assertThat(windows.isFree(PROVIDER, LOOKUP)).isTrue();
        assertThat(windows.isFree(PROVIDER, COMPENSATION)).isTrue();
    }

    @Test
    void shouldKeepAPlaceForForwardAttemptsWhereDoubtsAreMany() {
        start(LOOKUP, 6);

        assertThat(windows.isFree(PROVIDER, LOOKUP)).isFalse();
        assertThat(windows.isFree(PROVIDER, FORWARD)).isTrue();
    }

    @Test
    void shouldNeverLetMoreThanTheWindowBeUnderWay() {
        start(FORWARD, 6);
        start(LOOKUP, 1);
        start(COMPENSATION, 1);

        for (Lane lane : Lane.values()) {
            assertThat(windows.isFree(PROVIDER, lane)).as(lane.name()).isFalse();
        }
        assertThat(windows.isFree("another", FORWARD)).isTrue();
    }

    @Test
    void shouldServeLookupsThenCompensationsThenForwardStepsEachInOrder() {
        start(FORWARD, 6);
        start(LOOKUP, 1);
        start(COMPENSATION, 1);
        queue(FORWARD, "acme/late", 20);
        queue(FORWARD, "acme/early", 10);
        queue(COMPENSATION, "acme/undo", 30);
        queue(LOOKUP, "acme/doubt", 40);
        assertThat(windows.next()).isEmpty();

        windows.ended(PROVIDER, FORWARD);
        assertThat(windows.next()).map(QueuedAttempt::sagaId).contains("acme/doubt");
        takePlace();
        windows.ended(PROVIDER, FORWARD);
        assertThat(windows.next()).map(QueuedAttempt::sagaId).contains("acme/undo");
        takePlace();
        windows.ended(PROVIDER, FORWARD);
        assertThat(windows.next()).map(QueuedAttempt::sagaId).contains("acme/early");
        takePlace();
        assertThat(windows.next()).isEmpty();
    }

    /** Invariant 11. */
    @Test
    void shouldLetTenantsTakeTurnsHoweverMuchOneOfThemWaitsFor() {
        start(FORWARD, 6);
        for (int i = 0; i < 4; i++) {
            queue(FORWARD, "busy/" + i, i);
        }
        queue(FORWARD, "quiet/0", 9);

        List<String> served = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            windows.ended(PROVIDER, FORWARD);
            served.add(windows.next().orElseThrow().sagaId());
            takePlace();
        }

        assertThat(served).containsExactly("busy/0", "quiet/0", "busy/1", "busy/2", "busy/3");
    }

    @Test
    void shouldLetNobodyOvertakeWhoWaits() {
        queue(FORWARD, "acme/first", 1);

        assertThat(windows.isFree(PROVIDER, FORWARD)).isFalse();
        assertThat(windows.isFree(PROVIDER, LOOKUP)).isTrue();
    }

    @Test
    void shouldBeFullAtTheBoundOfItsQueue() {
        queue(FORWARD, "acme/one", 1);
        assertThat(windows.isFull(PROVIDER, "acme")).isFalse();
        queue(LOOKUP, "acme/two", 2);
        assertThat(windows.isFull(PROVIDER, "acme")).isTrue();
        assertThat(windows.isFull("another", "acme")).isFalse();
        assertThat(windows.isFull(PROVIDER, "globex")).isFalse();
    }

    @Test
    void shouldCountWhatTheStoreHoldsAtTheBeginOfALife() {
        for (int i = 0; i < 6; i++) {
            store.attempts.put("a " + i, new OpenAttempt("a", "i" + i, "acme/saga", PROVIDER, FORWARD, 0));
        }
        queue(FORWARD, "acme/waits", 1);

        Windows next = new Windows(store, 8, 2);

        assertThat(next.underWay()).isEqualTo(6);
        assertThat(next.isFree(PROVIDER, FORWARD)).isFalse();
        next.ended(PROVIDER, FORWARD);
        assertThat(next.next()).map(QueuedAttempt::sagaId).contains("acme/waits");
    }

    @Test
    void shouldServeEveryLaneOfTheSmallestWindow() {
        Windows one = new Windows(store, 1, 2);

        for (Lane lane : Lane.values()) {
            assertThat(one.isFree(PROVIDER, lane)).as(lane.name()).isTrue();
            one.started(PROVIDER, lane, "acme");
            assertThat(one.isFree(PROVIDER, FORWARD)).isFalse();
            one.ended(PROVIDER, lane);
        }
    }

    private void start(Lane lane, int count) {
        for (int i = 0; i < count; i++) {
            windows.started(PROVIDER, lane, "acme");
        }
    }

    private void queue(Lane lane, String sagaId, long since) {
        QueuedAttempt attempt = new QueuedAttempt(
                PROVIDER, lane, false, Instant.ofEpochMilli(since), sagaId, EffectRef.forward("step"));
        store.queued.add(attempt);
        windows.queued(attempt);
    }

    private void takePlace() {
        QueuedAttempt first = windows.next().orElseThrow();
        store.queued.remove(first);
        windows.left(first);
        windows.started(first.provider(), first.lane(), first.tenantId());
    }
}
