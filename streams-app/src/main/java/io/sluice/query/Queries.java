package io.sluice.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.query.view.Json;
import io.sluice.saga.SagaIds;
import io.sluice.topology.views.ViewPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers every question about sagas, from this instance and the others. Throws {@link Refusal} where it cannot. */
public final class Queries {

    private final LocalAnswers local;
    private final Routing routing;

    public Queries(LocalViews views, Instances instances, Peers peers) {
        this.local = new LocalAnswers(views);
        this.routing = new Routing(instances, peers);
    }

    /** One saga, as {@link io.sluice.query.view.SagaView}. */
    public JsonNode saga(String sagaId, Question question) {
        return routing.one(sagaId, question, () -> local.saga(sagaId));
    }

    /** A page of {@link io.sluice.query.view.HistoryEntry}, oldest first, beyond partition sequence {@code after}. */
    public JsonNode history(String sagaId, long after, int limit, Question question) {
        return routing.one(sagaId, question, () -> local.history(sagaId, after, limit));
    }

    /** A page of {@link io.sluice.query.view.SagaRow}, last changed first. */
    public Page list(SagaFilter filter, @Nullable String cursor, int limit, Question question) {
        ViewPlace after = Cursor.parse(cursor);
        Routing.Answers answers = routing.all(question, () -> local.list(filter, after, limit));
        // No further than where every instance has looked: beyond that, one may hold what another has not reached.
        ViewPlace horizon = answers.answers().stream()
                .map(answer -> Cursor.parse(answer.path("next").textValue()))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        List<JsonNode> rows = new ArrayList<>(answers.items());
        rows.removeIf(row -> horizon != null && place(row).compareTo(horizon) > 0);
        rows.sort(Comparator.comparing(Queries::place));
        ViewPlace next = rows.size() > limit ? place(rows.get(limit - 1)) : horizon;
        return new Page(
                rows.size() > limit ? rows.subList(0, limit) : rows,
                next == null ? null : Cursor.of(next),
                answers.incomplete());
    }

    /** What became of a command, as {@link io.sluice.saga.CommandResult}. */
    public JsonNode result(String tenantId, String commandId, Question question) {
        Routing.Answers answers = routing.all(question, () -> local.results(tenantId, commandId));
        if (question.passedOn()) {
            return Json.tree(new Page(answers.items(), null, null));
        }
        return answers.items().stream()
                .min(Comparator.comparing(
                        result -> result.path("state").asText().equals("rejected")))
                .orElseThrow(() -> answers.silent().isEmpty()
                        ? Refusal.notFound("Nothing is known of command " + commandId
                                + " (yet): a new one shows a moment after it was proposed.")
                        : Refusal.unavailable(
                                "Nothing is known of command " + commandId + " here, but " + answers.silent()
                                        + " gave no answer: try again in a moment.",
                                null));
    }

    /** The {@link io.sluice.query.view.ApprovalRequest}s of a tenant that wait for an answer, oldest first. */
    public Page approvals(String tenantId, int limit, Question question) {
        Routing.Answers answers = routing.all(question, () -> local.approvals(tenantId));
        Stream<JsonNode> oldestFirst = answers.items().stream()
                .sorted(Comparator.comparing(
                        request -> Instant.parse(request.path("requested_at").asText())));
        return new Page(oldestFirst.limit(limit).toList(), null, answers.incomplete());
    }

    /** One {@link io.sluice.query.view.ApprovalRequest}, answered or not. */
    public JsonNode approval(String approvalId, Question question) {
        String sagaId = SagaIds.ofPart(approvalId)
                .orElseThrow(() -> Refusal.notFound("There is no approval request " + approvalId + "."));
        return routing.one(sagaId, question, () -> local.approval(sagaId, approvalId));
    }

    /** What each instance says of itself. */
    public Page ofEach(Question question, JsonNode here) {
        Page own = new Page(List.of(here), null, null);
        Routing.Answers answers = routing.all(question, () -> Json.tree(own));
        return new Page(answers.items(), null, answers.incomplete());
    }

    private static ViewPlace place(JsonNode row) {
        return new ViewPlace(
                Instant.parse(row.path("updated_at").asText()),
                row.path("saga_id").asText());
    }
}
