package io.sluice.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.audit.JournalEntry;
import io.sluice.query.view.ApprovalRequest;
import io.sluice.query.view.HistoryEntry;
import io.sluice.query.view.Json;
import io.sluice.query.view.SagaRow;
import io.sluice.query.view.SagaView;
import io.sluice.saga.Results;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import io.sluice.topology.views.ViewPlace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this instance can answer from its own part of the views. */
final class LocalAnswers {
    /** Bounds what one question may read, so that nobody's long list stops the others. */
    private static final int MAX_SCANNED = 10_000;

    private final LocalViews views;

    LocalAnswers(LocalViews views) {
        this.views = views;
    }

    JsonNode saga(String sagaId) {
        Saga saga = views.saga(sagaId).orElseThrow(() -> unknown(sagaId));
        return Json.tree(SagaView.of(saga));
    }

    JsonNode history(String sagaId, long after, int limit) {
        List<JournalEntry> entries = views.history(sagaId, after, limit);
        if (entries.isEmpty() && after == 0) {
            throw unknown(sagaId);
        }
        String next =
                entries.size() < limit ? null : Long.toString(entries.getLast().partitionSequence());
        List<JsonNode> items =
                entries.stream().flatMap(HistoryEntry::of).map(Json::tree).toList();
        return Json.tree(new Page(items, next, null));
    }

    /** A page whose {@code next} stands where this instance has stopped to look; null when it has seen all. */
    JsonNode list(SagaFilter filter, @Nullable ViewPlace after, int limit) {
        List<Saga> found = new ArrayList<>();
        ViewPlace reached = after;
        int scanned = 0;
        while (found.size() < limit && scanned < MAX_SCANNED) {
            List<Saga> part = part(filter, reached, limit);
            for (Saga saga : part) {
                reached = ViewPlace.of(saga);
                if (filter.matches(saga)) {
                    found.add(saga);
                }
                if (found.size() == limit) {
                    break;
                }
            }
            scanned += part.size();
            if (part.size() < limit) {
                return page(found, found.size() < limit ? null : reached);
            }
        }
        return page(found, reached);
    }

    JsonNode approval(String sagaId, String approvalId) {
        return views.saga(sagaId).stream()
                .flatMap(ApprovalRequest::of)
                .filter(request -> request.approvalId().equals(approvalId))
                .findFirst()
                .map(Json::tree)
                .orElseThrow(() -> Refusal.notFound("There is no approval request " + approvalId + "."));
    }

    JsonNode approvals(String tenantId) {
        List<JsonNode> requests = Stream.of(SagaStatus.PENDING, SagaStatus.ACTIVE, SagaStatus.COMPENSATING)
                .flatMap(status -> views.list(tenantId, status, null, MAX_SCANNED).stream())
                .flatMap(ApprovalRequest::pending)
                .map(Json::tree)
                .toList();
        return Json.tree(new Page(requests, null, null));
    }

    /** What is known here of one command; in doubt the answer of the saga that it began comes first. */
    JsonNode results(String tenantId, String commandId) {
        List<JsonNode> results = views.sagasOfCommand(tenantId, commandId).stream()
                .flatMap(
                        sagaId -> CommandAnswers.of(
                                commandId, views.saga(sagaId).orElse(null), () -> views.history(sagaId, 0, MAX_SCANNED))
                                .stream())
                .sorted(Comparator.comparing(result -> !Results.isOfSaga(result)))
                .map(Json::tree)
                .toList();
        return Json.tree(new Page(results, null, null));
    }

    private List<Saga> part(SagaFilter filter, @Nullable ViewPlace after, int limit) {
        return filter.statuses().stream()
                .flatMap(status -> views.list(filter.tenantId(), status, after, limit).stream())
                .sorted(Comparator.comparing(ViewPlace::of))
                .limit(limit)
                .toList();
    }

    private static JsonNode page(List<Saga> sagas, @Nullable ViewPlace next) {
        List<JsonNode> rows = sagas.stream().map(SagaRow::of).map(Json::tree).toList();
        return Json.tree(new Page(rows, next == null ? null : Cursor.of(next), null));
    }

    private static Refusal unknown(String sagaId) {
        return Refusal.notFound(
                "There is no saga " + sagaId + " (yet): a new one shows a moment after it was proposed.");
    }
}
