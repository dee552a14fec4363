package io.sluice.query.rest;

import io.sluice.audit.JournalEntry;
import io.sluice.query.LocalViews;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.topology.views.ViewPlace;
import io.sluice.topology.views.ViewsUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one instance holds, in memory. */
final class FakeViews implements LocalViews {
    private final Map<String, Saga> sagas = new LinkedHashMap<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private boolean restoring;

    FakeViews hold(Saga saga, SagaEvent... events) {
        sagas.put(saga.sagaId(), saga);
        for (SagaEvent event : events) {
            record(saga.tenantId(), saga.sagaId(), event, saga.updatedAt());
        }
        return this;
    }

    void record(String tenantId, String sagaId, SagaEvent event, Instant at) {
        journal.add(
                JournalEntry.ofSaga(tenantId, sagaId, 0, journal.size() + 1, JournalEntry.NO_HASH, at, List.of(event)));
    }

    void restore() {
        restoring = true;
    }

    @Override
    public Optional<Saga> saga(String sagaId) {
        if (restoring) {
            throw new ViewsUnavailable("restoring", new IllegalStateException());
        }
        return Optional.ofNullable(sagas.get(sagaId));
    }

    @Override
    public List<String> sagasOfCommand(String tenantId, String commandId) {
        List<String> found = new ArrayList<>();
        sagas.values().stream()
                .filter(saga -> saga.tenantId().equals(tenantId) && saga.isToldTo(commandId))
                .forEach(saga -> found.add(saga.sagaId()));
        journal.stream()
                .filter(entry -> entry.tenantId().equals(tenantId) && Objects.equals(commandOf(entry), commandId))
                .forEach(entry -> found.add(entry.sagaId()));
        return found;
    }

    @Override
    public List<JournalEntry> history(String sagaId, long after, int limit) {
        return journal.stream()
                .filter(entry -> entry.sagaId().equals(sagaId) && entry.partitionSequence() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Saga> list(String tenantId, SagaStatus status, @Nullable ViewPlace after, int limit) {
        return sagas.values().stream()
                .filter(saga -> saga.tenantId().equals(tenantId) && saga.status() == status)
                .filter(saga -> after == null || ViewPlace.of(saga).compareTo(after) > 0)
                .sorted(Comparator.comparing(ViewPlace::of))
                .limit(limit)
                .toList();
    }

    private static @Nullable String commandOf(JournalEntry entry) {
        return switch (entry.sagaEvents().getFirst()) {
            case SagaEvent.CommandDuplicated duplicated -> duplicated.commandId();
            case SagaEvent.InputRejected rejected -> rejected.inputId();
            default -> null;
        };
    }
}
