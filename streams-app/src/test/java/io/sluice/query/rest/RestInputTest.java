package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.COMMAND;
import static io.sluice.query.rest.Samples.JSON;
import static io.sluice.query.rest.Samples.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.query.view.Journal;
import io.sluice.saga.Command;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaIds;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes in through the API, as it reaches the topics. */
class RestInputTest {
    private static final String YAML = "application/yaml";

    private final FakeViews first = new FakeViews();
    private final Cluster cluster = new Cluster(first, new FakeViews());
    private final Saga waiting = Samples.waiting();
    private final String approvalId = Samples.approvalOf(waiting);
    private final String decisionPath = "/v1/approvals/" + approvalId + "/decision";

    @BeforeEach
    void hold() {
        first.hold(waiting);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldWriteACommandToItsTopicUnderTheSagasKey() throws Exception {
        Cluster.Answer answer = cluster.post(0, "/v1/commands", JSON, COMMAND);

        assertThat(answer.status()).isEqualTo(202);
        ProducerRecord<byte[], byte[]> record = cluster.producer.history().getFirst();
        Command command = cluster.codecs.command().fromBytes(record.value(), Instant.EPOCH);
        assertThat(record.topic()).isEqualTo(Cluster.TOPICS.commands());
        assertThat(text(record.key()))
                .isEqualTo(SagaIds.of(command))
                .isEqualTo(answer.body().path("saga_id").asText());
        assertThat(command.createdAt()).isEqualTo(Journal.START);
        assertThat(command.arguments()).isEqualTo("{\"case_id\":\"case-1\"}");
    }

    @Test
    void shouldRefuseACommandThatIsNoneAndSayWhy() {
        assertProblem(
                cluster.post(0, "/v1/commands", JSON, "{\"tenant_id\":\"city\"}"),
                400,
                "The value is no Command in JSON: 'command_id' is missing.");
        assertProblem(cluster.post(0, "/v1/commands", JSON, COMMAND.replace("city", "City!")), 400, "tenant_id");
        assertProblem(
                cluster.post(0, "/v1/commands", JSON, COMMAND.replace("\"tool\"", "\"tol\"")),
                400,
                "there is no property 'tol'");
        assertThat(cluster.producer.history()).isEmpty();
    }

    @Test
    void shouldRefuseABodyThatIsTooLargeWhateverItClaims() {
        String large = "{\"rationale\":\"" + "x".repeat(300 * 1024) + "\"}";
        HttpRequest.Builder chunked = HttpRequest.newBuilder(cluster.uri(0, "/v1/commands"))
                .header("Content-Type", JSON)
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));

        assertThat(cluster.post(0, "/v1/commands", JSON, large).status()).isEqualTo(413);
        assertThat(cluster.send(chunked).status()).isEqualTo(413);
    }

    @Test
    void shouldSayThatAnUnconfirmedCommandMayBeSentAgain() {
        cluster.producer.sendException = new TimeoutException("no answer");

        assertProblem(
                cluster.post(0, "/v1/commands", JSON, COMMAND),
                503,
                "whether it was taken is not known: send the same again");
    }

    @Test
    void shouldWriteADecisionToItsTopic() throws Exception {
        JsonNode request = cluster.get(0, "/v1/approvals/" + approvalId).body();
        String decision = """
                {"verdict":"grant","reviewer_id":"rita","expires_at":"2026-01-01T10:00:00Z","request_hash":"%s"}""".formatted(request.path("request_hash").asText());

        assertThat(cluster.post(1, decisionPath, JSON, decision).status()).isEqualTo(202);
        ProducerRecord<byte[], byte[]> record = cluster.producer.history().getFirst();
        ReviewerDecision taken = cluster.codecs.decision().fromBytes(record.value(), Instant.EPOCH);
        assertThat(record.topic()).isEqualTo(Cluster.TOPICS.decisions());
        assertThat(text(record.key())).isEqualTo(waiting.sagaId());
        assertThat(taken.approvalId()).isEqualTo(approvalId);
        assertThat(taken.sagaId()).isEqualTo(waiting.sagaId());
        assertThat(taken.verdict()).isEqualTo(ReviewerDecision.Verdict.GRANT);
        assertThat(taken.expiresAt()).isEqualTo("2026-01-01T10:00:00Z");
        assertThat(taken.subject())
                .isEqualTo(GrantSubjects.of(waiting, approvalId).orElseThrow());
        assertThat(Cluster.KEYS.verify().distrust(taken)).isEmpty();
    }

    @Test
    void shouldWriteAnApprovalThatIsGivenInAdvance() throws Exception {
        cluster.post(0, "/v1/catalog?applied_by=platform", YAML, """
                kind: tool
                name: notice.send
                effect_type: external_notification
                provider: p
                call: {path: /notices}
                """);
        String grant = """
                {"tenant_id":"city","approval_id":"a-1","reviewer_id":"rita","expires_at":"2026-01-01T10:00:00Z",
                 "subject":{"approved_action":"notice.send","target_id":"4711"}}""";

        assertThat(cluster.post(0, "/v1/grants", JSON, grant).status()).isEqualTo(202);
        ProducerRecord<byte[], byte[]> record = cluster.producer.history().getLast();
        ReviewerDecision given = cluster.codecs.decision().fromBytes(record.value(), Instant.EPOCH);
        assertThat(record.topic()).isEqualTo(Cluster.TOPICS.decisions());
        assertThat(given.sagaId()).isEqualTo("city/pre-issued");
        assertThat(given.requestHash()).isEqualTo("any");
        assertThat(given.subject())
                .isEqualTo(new GrantSubject(
                        "notice.send", "4711", null, null, null, BuiltInPolicy.VERSION, "external_notification"));
        assertThat(Cluster.KEYS.verify().distrust(given)).isEmpty();
    }

    @Test
    void shouldRefuseAnApprovalInAdvanceThatDoesNotSayForWhatAndUntilWhen() {
        String grant = """
                {"tenant_id":"city","approval_id":"a-1","reviewer_id":"rita","expires_at":"2026-01-01T10:00:00Z",
                 "subject":{"approved_action":"notice.sent"}}""";

        assertProblem(cluster.post(0, "/v1/grants", JSON, grant), 400, "no tool 'notice.sent'");
        assertProblem(
                cluster.post(0, "/v1/grants", JSON, grant.replace("expires_at", "decided_at")), 400, "expires_at");
        assertProblem(cluster.post(0, "/v1/grants", JSON, grant.replace("city", "City!")), 400, "tenant_id");
        assertThat(cluster.producer.history()).isEmpty();
    }

    @Test
    void shouldTakeAnApprovalIdWithItsSlashEncoded() {
        String encoded = approvalId.replace("/", "%2F").replace("@", "%40").replace(":", "%3A");
        String decision = """
                {"verdict":"reject","reviewer_id":"rita","reason":"no","request_hash":"h"}""";

        assertThat(cluster.get(0, "/v1/approvals/" + encoded).status()).isEqualTo(200);
        assertThat(cluster.post(0, "/v1/approvals/" + encoded + "/decision", JSON, decision)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void shouldRefuseADecisionOnNothingOrOfSomethingElse() {
        String decision = """
                {"verdict":"grant","reviewer_id":"rita","request_hash":"h","tenant_id":"town"}""";

        assertThat(cluster.post(0, "/v1/approvals/" + approvalId + "9/decision", JSON, decision)
                        .status())
                .isEqualTo(404);
        assertProblem(
                cluster.post(0, decisionPath, JSON, decision), 400, "tenant_id says something else than the path");
        assertThat(cluster.producer.history()).isEmpty();
    }

    @Test
    void shouldApplyACatalogAndShowIt() throws Exception {
        String yaml = Files.readString(Path.of("../examples/enforcement-notice/catalog.yaml"));

        Cluster.Answer applied = cluster.post(0, "/v1/catalog?applied_by=petra", YAML, yaml);

        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.body().path("version").asText()).isEqualTo("v11");
        assertThat(cluster.get(1, "/v1/catalog").body().path("items"))
                .extracting(document -> document.path("name").asText())
                .containsExactly(
                        "notice.draft",
                        "notice.discard-draft",
                        "citations.check",
                        "case.register-dispatch",
                        "case.cancel-dispatch",
                        "notice.send",
                        "enforcement-notice",
                        "notices",
                        "senior-officer",
                        "case-agent",
                        "case-agents");
    }

    @Test
    void shouldShowEveryVersionOfADocumentAndWhoAppliedIt() {
        String first = "kind: tool\nname: t\neffect_type: read\nprovider: p\ncall: {method: GET, path: /a}\n";
        JsonNode before =
                cluster.post(0, "/v1/catalog?applied_by=petra", YAML, first).body();
        cluster.post(0, "/v1/catalog?applied_by=omar", YAML, first.replace("/a", "/b"));
        String version = before.path("items").path(0).path("version").asText();

        JsonNode now = cluster.get(0, "/v1/catalog/tool/t").body();
        JsonNode earlier =
                cluster.get(0, "/v1/catalog/tool/t?version=" + version).body();

        assertThat(now.at("/document/call/path").asText()).isEqualTo("/b");
        assertThat(now.path("in_force").asBoolean()).isTrue();
        assertThat(earlier.at("/document/call/path").asText()).isEqualTo("/a");
        assertThat(earlier.path("in_force").asBoolean()).isFalse();
        assertProblem(cluster.get(0, "/v1/catalog/saga/t"), 404, "The catalog has no saga t");
        assertThat(cluster.get(0, "/v1/catalog/history").body().path("items"))
                .extracting(applied -> applied.path("applied_by").asText())
                .containsExactly("petra", "omar");
    }

    /** An auditor has the version from a decision, and finds who put its rules in force. */
    @Test
    void shouldTellThePolicyVersionThatDecisionsHave() throws Exception {
        cluster.post(0, "/v1/catalog?applied_by=petra", YAML, "kind: policy\nname: p\nrules: []\n");
        String decided = cluster.catalog.read().policyVersion();
        cluster.post(0, "/v1/catalog?applied_by=omar", YAML, "kind: policy\nname: q\nrules: []\n");

        assertThat(cluster.get(0, "/v1/catalog/history").body().path("items"))
                .extracting(applied -> applied.path("policy_version").asText())
                .containsExactly(decided, cluster.catalog.read().policyVersion())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldApplyASagaAloneWhoseToolsAreInForce() {
        String saga = "kind: saga\nname: s\nsteps: [{name: one, tool: t}]\n";
        assertProblem(cluster.post(0, "/v1/catalog?applied_by=petra", YAML, saga), 400, "t");
        cluster.post(
                0,
                "/v1/catalog?applied_by=petra",
                YAML,
                "kind: tool\nname: t\neffect_type: read\nprovider: p\ncall: {method: GET, path: /a}\n");

        assertThat(cluster.post(0, "/v1/catalog?applied_by=petra", YAML, saga).status())
                .isEqualTo(200);
    }

    @Test
    void shouldNotSayThatACatalogIsInForceBeforeEveryPartitionHasIt() {
        cluster.catalog.silence(2);

        Cluster.Answer answer = cluster.post(
                0,
                "/v1/catalog?applied_by=petra",
                YAML,
                "kind: tool\nname: t\neffect_type: read\nprovider: p\ncall: {method: GET, path: /a}\n");

        assertProblem(answer, 503, "partitions [2] have not journaled it yet");
    }

    @Test
    void shouldRefuseACatalogWithEveryProblem() {
        Cluster.Answer answer =
                cluster.post(0, "/v1/catalog?applied_by=petra", YAML, "kind: saga\nname: x\nsteps: []\nstepps: 1\n");

        assertProblem(answer, 400, "stepps");
        assertThat(answer.body().path("reason").asText()).isEqualTo("invalid_catalog");
        assertThat(cluster.catalog.read().isEmpty()).isTrue();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
