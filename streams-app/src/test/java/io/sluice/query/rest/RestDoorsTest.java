package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.JSON;
import static io.sluice.query.rest.Samples.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.TestKeys;
import io.sluice.identity.Identities;
import io.sluice.identity.People;
import io.sluice.identity.Person;
import io.sluice.identity.Right;
import io.sluice.identity.TokenIssuer;
import io.sluice.query.view.Journal;
import io.sluice.saga.Saga;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever merely reaches the port may read and propose; deciding, repairing and configuring takes a person's token. */
class RestDoorsTest {
    private static final TestKeys ISSUER = TestKeys.named("people");
    private static final TestKeys AGENTS = TestKeys.named("people");
    private static final Saga SAGA = Samples.waiting();
    private static final Instant LATER = Journal.START.plus(Duration.ofMinutes(15));
    private static final String HEADER = "Authorization";

    private final Cluster cluster = new Cluster(
            new Callers(
                    new People(Map.of("people", ISSUER.pair().getPublic()), Identities.AUDIENCE),
                    false,
                    () -> Journal.START),
            new FakeViews().hold(SAGA));

    /** Each way to write something for which the API itself would vouch, and how a request ends that was let in. */
    enum Door {
        DECISION(
                Right.REVIEW,
                "/v1/approvals/" + Samples.approvalOf(SAGA) + "/decision",
                "reviewer_id",
                "{\"verdict\":\"reject\",\"reason\":\"no\",\"request_hash\":\"h\"}",
                202),
        GRANT(
                Right.REVIEW,
                "/v1/grants",
                "reviewer_id",
                "{\"verdict\":\"withdraw\",\"tenant_id\":\"city\",\"approval_id\":\"a-1\",\"reason\":\"no\"}",
                202),
        REPAIR(
                Right.OPERATE,
                "/v1/sagas/" + SAGA.sagaId() + "/operations",
                "who",
                "{\"kind\":\"cancel\",\"why\":\"over\"}",
                202),
        /** Let in, and then there is no ledger here that would answer. */
        VERSION(
                Right.OPERATE,
                "/v1/versions",
                "who",
                "{\"tenant_id\":\"city\",\"target\":{\"id\":\"4711\",\"version\":\"8\"},\"why\":\"wrong\"}",
                503),
        CATALOG(
                Right.CONFIGURE,
                "/v1/catalog",
                "applied_by",
                "kind: tool\nname: t\neffect_type: read\nprovider: p\ncall: {method: GET, path: /a}\n",
                200);

        private final Right right;
        private final String path;
        private final String field;
        private final String body;
        private final int letIn;

        Door(Right right, String path, String field, String body, int letIn) {
            this.right = right;
            this.path = path;
            this.field = field;
            this.body = body;
            this.letIn = letIn;
        }

        /** The body with one more field. */
        String saying(String name, String value) {
            return "{\"" + name + "\":\"" + value + "\"," + body.substring(1);
        }

        /** A token that lets rita in here. */
        String token() {
            return token(this == CATALOG ? "*" : "city", right);
        }

        static String token(String tenant, Right... may) {
            return issuer(ISSUER, Identities.AUDIENCE).issue(new Person("rita", tenant, Set.of(may)), LATER);
        }
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private static TokenIssuer issuer(TestKeys keys, String audience) {
        return new TokenIssuer("people", keys.pair().getPrivate(), audience);
    }

    /** The request as {@code named} says that it is theirs, with what stands in the header that proves it. */
    private Cluster.Answer knock(Door door, @Nullable String named, String... authorization) {
        boolean isCatalog = door == Door.CATALOG;
        String path = door.path + (isCatalog && named != null ? "?applied_by=" + named : "");
        String body = isCatalog || named == null ? door.body : door.saying(door.field, named);
        HttpRequest.Builder request = cluster.posted(0, path, isCatalog ? "application/yaml" : JSON, body);
        for (String value : authorization) {
            request.header(HEADER, value);
        }
        return cluster.send(request);
    }

    private void assertShut(Door door, int status, String detail, @Nullable String named, String... authorization) {
        assertProblem(knock(door, named, authorization), status, detail);
        assertThat(cluster.producer.history()).isEmpty();
        assertThat(cluster.catalog.history()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetNobodyInByTheirWordAlone(Door door) {
        assertShut(door, 401, "send a token that has '" + door.right.word() + "' in its claim may", "rita");
        assertShut(door, 401, "Say who you are", "rita", "Basic cml0YTpyaXRh");
        assertShut(door, 401, "no signed JWT", "rita", "Bearer rita");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLetInWhoProvesWhoTheyAre(Door door) {
        assertThat(knock(door, "rita", "Bearer " + door.token()).status()).isEqualTo(door.letIn);
        assertThat(knock(door, "rita", "bearer " + door.token()).status()).isEqualTo(door.letIn);
        assertThat(knock(door, null, "Bearer " + door.token()).status()).isEqualTo(door.letIn);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNoTokenOfAnotherPersonTenantOrRight(Door door) {
        assertShut(door, 403, door.field + " says somebody else", "omar", "Bearer " + door.token());
        assertShut(door, 403, "'" + door.right.word() + "' in its claim may", "rita", "Bearer " + Door.token("*"));
        for (Right other : Right.values()) {
            if (other != door.right) {
                assertShut(door, 403, "does not let you", "rita", "Bearer " + Door.token("*", other));
            }
        }
        assertShut(door, 403, "tenant", "rita", "Bearer " + Door.token("town", door.right));
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeNoTokenThatIsNotAPersonsOrNotValid(Door door) {
        Person rita = new Person("rita", "*", Set.of(Right.values()));
        String agents = issuer(AGENTS, Identities.AUDIENCE).issue("rita", "city", null, List.of(), LATER);

        assertShut(door, 401, "configured here for people", "rita", "Bearer " + agents);
        assertShut(
                door,
                401,
                "not meant for this installation",
                "rita",
                "Bearer " + issuer(ISSUER, "x").issue(rita, LATER));
        assertShut(
                door,
                401,
                "has expired",
                "rita",
                "Bearer " + issuer(ISSUER, Identities.AUDIENCE).issue(rita, Journal.START));
        assertShut(door, 401, "2 headers", "rita", "Bearer " + door.token(), "Bearer " + door.token());
        assertShut(door, 401, "no signed JWT", "rita", "Bearer " + door.token() + ", Bearer " + door.token());
    }

    @Test
    void shouldSignForWhomTheTokenNames() throws Exception {
        knock(Door.DECISION, null, "Bearer " + Door.DECISION.token());

        ReviewerDecision taken = lastDecision();
        assertThat(taken.reviewerId()).isEqualTo("rita");
        assertThat(Cluster.KEYS.verify().distrust(taken)).isEmpty();
    }

    @Test
    void shouldSayWhoAppliedACatalogByTheToken() {
        knock(Door.CATALOG, null, "Bearer " + Door.CATALOG.token());

        assertThat(cluster.catalog.history().getFirst().appliedBy()).isEqualTo("rita");
        assertProblem(
                knock(Door.CATALOG, "rita", "Bearer " + Door.token("city", Right.CONFIGURE)),
                403,
                "\"*\" as its claim tenant");
    }

    /** A question that the ledger answers is written, so not everybody may ask it. There is no ledger here. */
    @Test
    void shouldAskForAVersionOnlyForWhoProvesThatTheyMayDoSomething() {
        assertProblem(askedForVersion("Basic cml0YTpyaXRh"), 401, "Say who you are");
        assertProblem(askedForVersion("Bearer " + Door.token("city")), 403, "lets you do nothing");
        assertProblem(askedForVersion("Bearer " + Door.token("town", Right.OPERATE)), 403, "another tenant");
        assertThat(cluster.producer.history()).isEmpty();

        assertThat(askedForVersion("Bearer " + Door.token("city", Right.REVIEW)).status())
                .isEqualTo(503);
    }

    private Cluster.Answer askedForVersion(String authorization) {
        return cluster.send(
                cluster.asked(0, "/v1/versions?tenant=city&target_id=4711").header(HEADER, authorization));
    }

    @Test
    void shouldMarkACommandForWhoseAgentTheTopicDoesNotVouch() {
        cluster.post(0, "/v1/commands", JSON, Samples.COMMAND);

        assertThat(headers(cluster)).containsExactly("sluice-hearsay");
        try (Cluster trusting = new Cluster(new FakeViews())) {
            trusting.post(0, "/v1/commands", JSON, Samples.COMMAND);

            assertThat(headers(trusting)).isEmpty();
        }
    }

    @Test
    void shouldTakeOneTokenOfAnAgentAndNotTwo() {
        HttpRequest.Builder one = cluster.posted(0, "/v1/commands", JSON, Samples.COMMAND);
        assertThat(cluster.send(one.header("sluice-identity", "a.b.c")).status())
                .isEqualTo(202);
        assertThat(headers(cluster)).contains("sluice-identity");

        assertProblem(cluster.send(one.header("Sluice-Identity", "d.e.f")), 400, "There are 2 headers sluice-identity");
        assertThat(cluster.producer.history()).hasSize(1);
    }

    private static List<String> headers(Cluster cluster) {
        return Stream.of(cluster.producer.history().getLast().headers().toArray())
                .map(Header::key)
                .toList();
    }

    @Test
    void shouldAskForABearersToken() throws Exception {
        HttpRequest request =
                cluster.posted(0, Door.REPAIR.path, JSON, Door.REPAIR.body).build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .headers()
                            .firstValue("WWW-Authenticate"))
                    .contains("Bearer");
        }
    }

    private ReviewerDecision lastDecision() throws Exception {
        return cluster.codecs
                .decision()
                .fromBytes(cluster.producer.history().getLast().value(), Instant.EPOCH);
    }
}
