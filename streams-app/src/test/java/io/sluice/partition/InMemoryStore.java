package io.sluice.partition;

import io.sluice.claim.ClaimMessage;
import io.sluice.effect.Intent;
import io.sluice.effect.Lane;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a partition remembers, as objects; keeps what was journaled and published. */
final class InMemoryStore implements PartitionStore {

    final Map<String, Saga> sagas = new LinkedHashMap<>();
    final Map<String, OpenAttempt> attempts = new LinkedHashMap<>();
    final TreeSet<Timer> timers = new TreeSet<>();
    final TreeSet<QueuedAttempt> queued = new TreeSet<>();
    final SortedSet<String> deferred = new TreeSet<>();
    final Map<String, Long> closed = new LinkedHashMap<>();
    final List<SagaEvent> journal = new ArrayList<>();
    final List<Output> outputs = new ArrayList<>();

    /** All intents that were ever written. */
    List<Intent> intents() {
        return outputs(Output.SendIntent.class).map(Output.SendIntent::intent).toList();
    }

    /** All that the claim ledger was ever told. */
    List<ClaimMessage> toldToTheLedger() {
        return outputs(Output.SendClaim.class).map(Output.SendClaim::message).toList();
    }

    private <T extends Output> Stream<T> outputs(Class<T> type) {
        return outputs.stream().filter(type::isInstance).map(type::cast);
    }

    @Override
    public @Nullable Saga saga(String sagaId) {
        return sagas.get(sagaId);
    }

    @Override
    public @Nullable OpenAttempt openAttempt(String incarnation, String intentId) {
        return attempts.get(key(incarnation, intentId));
    }

    @Override
    public List<OpenAttempt> openAttempts() {
        return List.copyOf(attempts.values());
    }

    @Override
    public boolean hasOpenAttempts(String incarnation) {
        return attempts.values().stream()
                .anyMatch(attempt -> attempt.incarnation().equals(incarnation));
    }

    @Override
    public List<String> deferred() {
        return List.copyOf(deferred);
    }

    @Override
    public OptionalLong closedAt(String incarnation) {
        Long offset = closed.get(incarnation);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public List<String> closedIncarnations() {
        return List.copyOf(closed.keySet());
    }

    @Override
    public List<Timer> timers(Timer from, long untilMillis, int max) {
        Timer end = Timer.from(untilMillis + 1);
        return timers.tailSet(from, true).stream()
                .filter(timer -> timer.compareTo(end) < 0)
                .limit(max)
                .toList();
    }

    @Override
    public List<QueuedAttempt> queuedAttempts() {
        return List.copyOf(queued);
    }

    @Override
    public Optional<QueuedAttempt> firstQueued(String provider, Lane lane, String tenantId, boolean asks) {
        return queued.stream()
                .filter(attempt -> attempt.provider().equals(provider)
                        && attempt.lane() == lane
                        && attempt.asks() == asks
                        && attempt.tenantId().equals(tenantId))
                .findFirst();
    }

    @Override
    public Changes changes() {
        return new Gathered();
    }

    private static String key(String incarnation, String intentId) {
        return incarnation + " " + intentId;
    }

    private final class Gathered implements Changes {

        private final List<Runnable> actions = new ArrayList<>();

        @Override
        public void put(Saga saga) {
            actions.add(() -> sagas.put(saga.sagaId(), saga));
        }

        @Override
        public void forget(String sagaId) {
            actions.add(() -> sagas.remove(sagaId));
        }

        @Override
        public void open(OpenAttempt attempt) {
            actions.add(() -> attempts.put(key(attempt.incarnation(), attempt.intentId()), attempt));
        }

        @Override
        public void settle(String incarnation, String intentId) {
            actions.add(() -> attempts.remove(key(incarnation, intentId)));
        }

        @Override
        public void queue(QueuedAttempt attempt) {
            actions.add(() -> queued.add(attempt));
        }

        @Override
        public void leave(QueuedAttempt attempt) {
            actions.add(() -> queued.remove(attempt));
        }

        @Override
        public void set(Timer timer) {
            actions.add(() -> timers.add(timer));
        }

        @Override
        public void cancel(Timer timer) {
            actions.add(() -> timers.remove(timer));
        }

        @Override
        public void defer(String sagaId) {
            actions.add(() -> deferred.add(sagaId));
        }

        @Override
        public void undefer(String sagaId) {
            actions.add(() -> deferred.remove(sagaId));
        }

        @Override
        public void closed(String incarnation, long nextIntentOffset) {
            actions.add(() -> closed.put(incarnation, nextIntentOffset));
        }

        @Override
        public void forgetClosed(String incarnation) {
            actions.add(() -> closed.remove(incarnation));
        }

        @Override
        public void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at) {
            actions.add(() -> journal.addAll(events));
        }

        @Override
        public void publish(List<Output> told) {
            actions.add(() -> outputs.addAll(told));
        }

        @Override
        public void afterwards(Runnable action) {
            actions.add(action);
        }

        @Override
        public void apply() {
            actions.forEach(Runnable::run);
        }
    }
}
