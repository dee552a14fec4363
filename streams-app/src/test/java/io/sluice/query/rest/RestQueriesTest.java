package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.assertProblem;
import static io.sluice.query.rest.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.query.Peers;
import io.sluice.query.view.Journal;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API answers, from one instance or from two. */
class RestQueriesTest {
    private final FakeViews first = new FakeViews();
    private final FakeViews second = new FakeViews();
    private final Cluster cluster = new Cluster(first, second);
    private final Saga waiting = Samples.waiting();
    private final String approvalId = Samples.approvalOf(waiting);

    @BeforeEach
    void hold() {
        first.hold(waiting, new SagaEvent.CommandDuplicated("c-1b"), new SagaEvent.CommandDuplicated("c-1c"));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldShowASagaWithItsStepsAndApprovals() {
        JsonNode saga = cluster.get(0, "/v1/sagas/" + waiting.sagaId()).body();

        assertThat(saga.path("saga_id").asText()).isEqualTo(waiting.sagaId());
        assertThat(saga.path("tenant_id").asText()).isEqualTo("city");
        assertThat(saga.path("definition").asText()).isEqualTo("enforcement-notice");
        assertThat(saga.path("status").asText()).isEqualTo("active");
        assertThat(saga.path("current_step").asText()).isEqualTo("register");
        assertThat(saga.path("deadline").asText()).isEqualTo("2026-01-04T09:00:00Z");
        JsonNode send = saga.path("steps").path(1);
        assertThat(send.path("status").asText()).isEqualTo("approval_required");
        assertThat(send.path("effect").path("idempotency_key").asText()).hasSize(64);
        assertThat(send.path("effect").path("approval").path("approval_id").asText())
                .isEqualTo(approvalId);
    }

    @Test
    void shouldGiveAHistoryPageByPage() {
        String history = "/v1/sagas/" + waiting.sagaId() + "/history";
        JsonNode page = cluster.get(0, history + "?limit=1").body();

        assertThat(page.path("items").path(0).path("type").asText()).isEqualTo("CommandDuplicated");
        assertThat(page.path("items").path(0).path("text").asText()).startsWith("the same command again (c-1b)");
        JsonNode rest =
                cluster.get(0, history + "?after=" + page.path("next").asText()).body();
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void shouldAnswerForASagaThatAnotherInstanceHolds() {
        Saga elsewhere = at(Journal.notice("c-5", "case-5"), 5);
        second.hold(elsewhere);
        cluster.owns(1, elsewhere.sagaId());

        JsonNode saga = cluster.get(0, "/v1/sagas/" + elsewhere.sagaId()).body();

        assertThat(saga.path("saga_id").asText()).isEqualTo(elsewhere.sagaId());
    }

    @Test
    void shouldPassAQuestionOnOnlyOnce() {
        cluster.owns(1, waiting.sagaId());

        Cluster.Answer answer = cluster.send(HttpRequest.newBuilder(cluster.uri(0, "/v1/sagas/" + waiting.sagaId()))
                .header(Peers.HOP_HEADER, "1"));

        assertProblem(answer, 503, "has just moved to another instance");
    }

    @Test
    void shouldSayWhenTheInstanceThatHoldsASagaIsSilent() {
        cluster.owns(1, waiting.sagaId());
        cluster.stop(1);

        assertProblem(cluster.get(0, "/v1/sagas/" + waiting.sagaId()), 503, "gives no answer");
    }

    @Test
    void shouldListTheSagasOfAllInstancesPageByPage() {
        second.hold(at(Journal.notice("c-2", "case-2"), 2)).hold(at(Journal.notice("c-4", "case-4"), 4));
        first.hold(at(Journal.notice("c-3", "case-3"), 3));

        JsonNode page = cluster.get(0, "/v1/sagas?tenant=city&limit=3").body();
        JsonNode rest = cluster.get(
                        1,
                        "/v1/sagas?tenant=city&limit=3&cursor="
                                + page.path("next").asText())
                .body();

        assertThat(page.path("items"))
                .extracting(row -> row.path("target_id").asText())
                .containsExactly("case-4", "case-3", "case-2");
        assertThat(rest.path("items"))
                .extracting(row -> row.path("target_id").asText())
                .containsExactly("case-17");
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void shouldListOnlyWhatIsAskedFor() {
        first.hold(at(Journal.notice("c-2", "case-2"), 2));

        assertThat(cluster.get(0, "/v1/sagas?tenant=city&status=pending").body().path("items"))
                .extracting(row -> row.path("target_id").asText())
                .containsExactly("case-2");
        assertThat(cluster.get(0, "/v1/sagas?tenant=city&escalated=true").body().path("items"))
                .isEmpty();
    }

    @Test
    void shouldNameTheInstancesThatAreMissingInAList() {
        cluster.stop(1);

        JsonNode page = cluster.get(0, "/v1/sagas?tenant=city").body();

        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("incomplete"))
                .extracting(JsonNode::asText)
                .containsExactly("127.0.0.1:" + cluster.port(1));
    }

    /** Invariant 11. */
    @Test
    void shouldShowNothingOfAnotherTenant() {
        String key = waiting.sagaId().substring("city/".length());

        assertThat(cluster.get(0, "/v1/sagas?tenant=town").body().path("items")).isEmpty();
        assertThat(cluster.get(0, "/v1/approvals?tenant=town").body().path("items"))
                .isEmpty();
        assertThat(cluster.get(0, "/v1/sagas/town/" + key).status()).isEqualTo(404);
        assertThat(cluster.get(0, "/v1/sagas/town/" + key + "/history").status())
                .isEqualTo(404);
        assertThat(cluster.get(0, "/v1/commands/town/c-1").status()).isEqualTo(404);
        assertThat(cluster.get(0, "/v1/sagas").status()).isEqualTo(400);
        assertProblem(
                cluster.get(0, "/v1/sagas?tenant=city&escalted=true"),
                400,
                "Only these parameters are known here: tenant, status, escalated, cursor, limit.");
        assertProblem(cluster.get(0, "/v1/sagas?tenant=city&escalated=yes"), 400, "escalated must be true or false.");
    }

    @Test
    void shouldListWhatWaitsForAReviewerWithWhatWouldBeSent() {
        JsonNode request =
                cluster.get(1, "/v1/approvals?tenant=city").body().path("items").path(0);

        assertThat(request.path("approval_id").asText()).isEqualTo(approvalId);
        assertThat(request.path("saga_id").asText()).isEqualTo(waiting.sagaId());
        assertThat(request.path("rationale").asText()).isEqualTo("payment is overdue");
        assertThat(request.path("request_hash").asText()).hasSize(64);
        assertThat(request.path("request").path("path").asText()).isEqualTo("/notices");
        assertThat(request.path("request").path("body").path("recipient_id").asText())
                .isEqualTo("p-4711");
    }

    @Test
    void shouldTellWhatBecameOfACommandAndOfItsDuplicate() {
        JsonNode result = cluster.get(1, "/v1/commands/city/c-1").body();
        JsonNode duplicate = cluster.get(1, "/v1/commands/city/c-1b").body();

        assertThat(result.path("state").asText()).isEqualTo("active");
        assertThat(result.path("pending_approvals").path(0).asText()).isEqualTo(approvalId);
        assertThat(duplicate.path("duplicate_of").asText()).isEqualTo("c-1");
    }

    @Test
    void shouldTellWhyACommandWasRefused() {
        second.record(
                "city",
                "city/abc",
                new SagaEvent.InputRejected("propose", "c-8", "unknown_tool", "no such tool"),
                Journal.START);

        JsonNode result = cluster.get(0, "/v1/commands/city/c-8").body();

        assertThat(result.path("state").asText()).isEqualTo("rejected");
        assertThat(result.path("reason").asText()).isEqualTo("unknown_tool");
        assertThat(result.path("error").asText()).isEqualTo("no such tool");
    }

    @Test
    void shouldNotLetARefusedTwinHideTheAnswerToACommand() {
        second.record(
                "city",
                "city/abc",
                new SagaEvent.InputRejected("propose", "c-1", "unknown_tool", "a twin with the same id"),
                Journal.START);

        assertThat(cluster.get(0, "/v1/commands/city/c-1").body().path("state").asText())
                .isEqualTo("active");
    }

    @Test
    void shouldSayThatViewsAreRestored() {
        first.restore();

        assertProblem(cluster.get(0, "/v1/sagas/" + waiting.sagaId()), 503, "are being restored or moved");
    }

    @Test
    void shouldTellAboutTheRelayOfEachInstance() {
        assertThat(cluster.get(0, "/v1/relay").body().path("items")).hasSize(2);
    }
}
