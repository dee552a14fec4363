package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.JSON;
import static io.sluice.query.rest.Samples.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.DecisionSignature;
import io.sluice.identity.People;
import io.sluice.query.view.Journal;
import io.sluice.saga.Saga;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A decision that brings a signature needs no token; what is none gets nothing written. */
class SignedAtTheDoorTest {
    private static final Saga SAGA = Samples.waiting();
    private static final String PATH = "/v1/approvals/" + Samples.approvalOf(SAGA) + "/decision";
    private static final DecisionSignature NONSENSE = new DecisionSignature("k", "AAAA");

    private final Cluster cluster =
            new Cluster(new Callers(People.NONE, false, () -> Journal.START), new FakeViews().hold(SAGA));

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldTakeADecisionThatIsSignedAndLeaveItsSignatureAlone() throws Exception {
        DecisionSignature signature = signature();

        assertThat(cluster.post(0, PATH, JSON, decision(json(signature), "no")).status())
                .isEqualTo(202);

        assertThat(signatureIn(cluster)).isEqualTo(signature);
    }

    @Test
    void shouldWriteNothingThatIsSignedByNobodyWhoseSignatureCounts() throws Exception {
        DecisionSignature signature = signature();
        String detail = "No key of approval.key.<id> has signed exactly this decision";
        String grant = "{\"verdict\":\"withdraw\",\"tenant_id\":\"city\",\"approval_id\":\"a-1\",\"reason\":\"no\","
                + "\"reviewer_id\":\"rita\",\"signature\":" + json(NONSENSE) + "}";

        for (String decision : List.of(
                decision(json(NONSENSE), "no"),
                decision(json(new DecisionSignature(signature.keyId(), "AAAA")), "no"),
                decision(json(signature), "another reason"))) {
            assertProblem(cluster.post(0, PATH, JSON, decision), 403, detail);
        }
        assertProblem(cluster.post(0, "/v1/grants", JSON, grant), 403, detail);
        assertThat(cluster.producer.history()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "\"\"", "false", "{\"null\":null}"})
    void shouldNotSignForWhoSendsSomethingInThePlaceOfASignature(String signature) {
        assertThat(cluster.post(0, PATH, JSON, decision(signature, "no")).status())
                .isBetween(400, 401);
        assertThat(cluster.producer.history()).isEmpty();
    }

    /** Of the decision that says no, by an instance that has the same keys. */
    private static DecisionSignature signature() throws Exception {
        try (Cluster trusting = new Cluster(new FakeViews().hold(SAGA))) {
            trusting.post(0, PATH, JSON, decision("null", "no"));
            return signatureIn(trusting);
        }
    }

    private static DecisionSignature signatureIn(Cluster cluster) throws Exception {
        byte[] taken = cluster.producer.history().getLast().value();
        return Objects.requireNonNull(
                cluster.codecs.decision().fromBytes(taken, Instant.EPOCH).signature());
    }

    private static String json(DecisionSignature signature) {
        return "{\"key_id\":\"" + signature.keyId() + "\",\"value\":\"" + signature.value() + "\"}";
    }

    private static String decision(String signature, String reason) {
        return "{\"verdict\":\"reject\",\"reason\":\"" + reason + "\",\"request_hash\":\"h\",\"reviewer_id\":\"rita\","
                + "\"signature\":" + signature + "}";
    }
}
