package io.sluice.query.rest;

import static io.sluice.query.rest.Samples.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimKeys;
import io.sluice.claim.LedgerEntry;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.TargetVersion;
import io.sluice.query.view.Journal;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.OperationTarget;
import io.sluice.topology.JournaledClaims;
import io.sluice.topology.serde.UndecodableException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which version a target has, and an operator's word on it, wait for the claim ledger. */
class RestVersionTest {
    private static final String JSON = "application/json";
    private static final String KEY = ClaimKeys.version("city", "case", "4711");
    private static final TargetVersion TARGET = new TargetVersion(KEY, "city", "case 4711", "8", Journal.START);
    private static final TopicPartition JOURNAL = new TopicPartition(Cluster.TOPICS.claimJournal(), 0);
    private static final String RIGHT = """
            {"tenant_id":"city","target":{"type":"case","id":"4711","version":"8"},"who":"olga","why":"a test wrote it"}""";

    private final Cluster cluster = new Cluster(new FakeViews());

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void shouldTellWhatAVersionWasThatIsPutRight() {
        ledgerSays(operation -> new LedgerEvent.VersionCorrected(
                TARGET, "99999999", operation.operationId(), operation.who(), operation.why()));

        Cluster.Answer answer = cluster.post(0, "/v1/versions", JSON, RIGHT);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("version").asText()).isEqualTo("8");
        assertThat(answer.body().path("before").asText()).isEqualTo("99999999");
        assertThat(written().kind()).isEqualTo(OperationKind.SET_VERSION);
        assertThat(written().sagaId()).isEqualTo("city/versions");
        assertThat(written().target()).isEqualTo(new OperationTarget("case", "4711", "8"));
    }

    @Test
    void shouldSayThatTheOwnerHasSpokenSince() {
        ledgerSays(operation -> new LedgerEvent.VersionPassedOver(KEY, operation.operationId(), "8", "older_version"));

        assertProblem(cluster.post(0, "/v1/versions", JSON, RIGHT), 409, "The owner has said something since then");
    }

    @Test
    void shouldShowTheVersionThatTheLedgerKnows() {
        ledgerSays(operation -> new LedgerEvent.VersionTold(
                KEY, operation.operationId(), "city", operation.sagaId(), Journal.START, TARGET));

        Cluster.Answer answer = cluster.get(0, "/v1/versions?tenant=city&target_type=case&target_id=4711");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("version").asText()).isEqualTo("8");
        assertThat(written().kind()).isEqualTo(OperationKind.SHOW_VERSION);
    }

    @Test
    void shouldNotLetAWebPageOfAnotherSiteAsk() {
        ledgerSays(operation -> new LedgerEvent.VersionTold(
                KEY, operation.operationId(), "city", operation.sagaId(), Journal.START, TARGET));
        String path = "/v1/versions?tenant=city&target_type=case&target_id=4711";

        assertProblem(
                cluster.send(cluster.asked(0, path).header("Sec-Fetch-Site", "cross-site")), 403, "of another site");
        assertThat(cluster.producer.history()).isEmpty();
        assertThat(cluster.send(cluster.asked(0, path).header("Sec-Fetch-Site", "none"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseWhatNamesNoTargetOrNoVersion() {
        ledgerSays(operation -> new LedgerEvent.VersionHeard(TARGET));

        assertProblem(cluster.get(0, "/v1/versions?tenant=city"), 400, "target_id is missing");
        assertProblem(
                cluster.post(0, "/v1/versions", JSON, RIGHT.replace(",\"version\":\"8\"", "")),
                400,
                "needs target.version");
        assertProblem(cluster.post(0, "/v1/versions", JSON, RIGHT.replace("city", "City!")), 400, "tenant");
        assertThat(cluster.producer.history()).isEmpty();
    }

    /** The ledger answers the operation that was written last. */
    private void ledgerSays(Function<Operation, LedgerEvent> event) {
        cluster.ledger = () -> {
            MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
            consumer.updateEndOffsets(Map.of(JOURNAL, 0L));
            JournaledClaims watched = new JournaledClaims(consumer, Cluster.TOPICS, 1, cluster.codecs);
            consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                    JOURNAL.topic(),
                    0,
                    0,
                    new byte[0],
                    cluster.codecs
                            .claimJournal()
                            .toBytes(new LedgerEntry(
                                    "city", KEY, 1, "0".repeat(64), Journal.START, event.apply(written()))))));
            return watched;
        };
    }

    private Operation written() {
        try {
            return cluster.codecs
                    .operation()
                    .fromBytes(cluster.producer.history().getLast().value(), Instant.EPOCH);
        } catch (UndecodableException e) {
            throw new IllegalStateException(e);
        }
    }
}
