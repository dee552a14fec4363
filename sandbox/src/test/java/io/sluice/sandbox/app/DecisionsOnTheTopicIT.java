package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.approval.DecisionSigner;
import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.config.KeyFiles;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.sandbox.app.RunningSluice.Said;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service of its own knows the reviewers, signs what they decide and writes it to the topic; Sluice's API plays no part in it. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DecisionsOnTheTopicIT {

    private static final String PREFIX = "signed.";
    private static final List<Path> CATALOG = List.of(
            Path.of("src/test/resources/app/trip.yaml").toAbsolutePath(),
            Path.of("src/test/resources/app/letters.yaml").toAbsolutePath());

    private Sandbox sandbox;
    private Path directory;
    private RunningSluice sluice;

    @BeforeAll
    void start(Sandbox shared) throws IOException {
        sandbox = shared;
        directory = shared.directory().resolve("signed");
        sluice = RunningSluice.start(sandbox, directory, PREFIX, CATALOG);
    }

    @AfterAll
    void stop() {
        sluice.close();
    }

    @Test
    void shouldTakeWhatAKnownKeyHasSignedAndNothingThatAnotherHas() throws Exception {
        JsonNode asked = ask("signed-letter");
        ReviewerDecision decision = grantOf(asked);

        write(signer("stranger", "stranger").sign(decision));
        write(signer("forged", "sandbox").sign(decision));

        assertThat(sluice.awaitSaga(saga(asked), told -> story(asked).contains("wrong_signature")))
                .isNotNull();
        assertThat(story(asked)).contains("unknown_key");
        assertThat(sluice.effects("letters", "signed-letter")).isEmpty();

        write(sandboxKey().sign(decision));

        sluice.awaitStatus(saga(asked), "committed");
        assertThat(sluice.effects("letters", "signed-letter")).hasSize(1);
    }

    /** Invariant 4: the request waits in the state alone, and nobody has to ask again. */
    @Test
    void shouldWaitForTheReviewerThroughARestart() throws Exception {
        JsonNode asked = ask("patient-letter");
        ReviewerDecision decision = grantOf(asked);
        sluice.close();
        sluice = RunningSluice.start(sandbox, directory, PREFIX, CATALOG);

        assertThat(grantOf(asked).requestHash()).isEqualTo(decision.requestHash());
        assertThat(sluice.effects("letters", "patient-letter")).isEmpty();
        write(sandboxKey().sign(decision));

        sluice.awaitStatus(saga(asked), "committed");
        assertThat(sluice.effects("letters", "patient-letter")).hasSize(1);
    }

    private JsonNode ask(String target) {
        Said said = sluice.sluice(("propose --json --tenant acme --tool letter.send --target-type case --recipient r-12"
                        + " --wait 30s --target " + target)
                .split(" "));
        assertThat(said.code()).as(said.out() + said.err()).isZero();
        return said.json();
    }

    /** What rita grants, who has seen what waits. */
    private ReviewerDecision grantOf(JsonNode asked) {
        String id = asked.path("pending_approvals").path(0).asText();
        JsonNode request = sluice.sluice("approvals", "show", id, "--json").json();
        return new ReviewerDecision(
                id,
                "acme",
                saga(asked),
                ReviewerDecision.Verdict.GRANT,
                request.path("request_hash").asText(),
                "rita",
                null,
                null,
                new GrantSubject(
                        request.path("tool").asText(),
                        request.path("target_id").asText(),
                        request.path("recipient_id").asText(),
                        null,
                        null,
                        request.path("policy_version").asText(),
                        request.path("risk_level").asText()),
                null,
                Instant.now());
    }

    private DecisionSigner sandboxKey() {
        return new DecisionSigner(
                "sandbox", KeyFiles.privateKey(directory.resolve("keys").resolve("sandbox.pem")));
    }

    /** A key that Sluice was not given, whatever it calls itself. */
    private DecisionSigner signer(String file, String keyId) {
        return new DecisionSigner(
                keyId,
                KeyFiles.privateKey(
                        KeyFiles.generate(directory.resolve("others"), file).privateKey()));
    }

    private void write(ReviewerDecision decision) throws Exception {
        Codecs codecs = new Codecs(new ConfluentRegistry(sandbox.registry().url()), PREFIX);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", sandbox.broker().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            new Topics(PREFIX).decisions(),
                            decision.sagaId().getBytes(StandardCharsets.UTF_8),
                            codecs.decision().toBytes(decision)))
                    .get();
        }
    }

    private String story(JsonNode asked) {
        return sluice.sluice("status", saga(asked)).out();
    }

    private static String saga(JsonNode asked) {
        return asked.path("saga_id").asText();
    }
}
