package io.sluice.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.Cli;
import io.sluice.config.KeyFiles;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.demo.Demo;
import io.sluice.sandbox.provider.Effect;
import io.sluice.sandbox.provider.ExampleProvider;
import io.sluice.sandbox.provider.Profile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The demo's world: what the demo promises, and who may do what in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {

    private static final Path CATALOG =
            Path.of("../examples/enforcement-notice/catalog.yaml").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private World world;
    private KeyFiles.Pair issuer;
    private Path directory;

    /** What a command printed, and its exit code. */
    private record Said(int code, String out, String err) {}

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        issuer = KeyFiles.generate(temporary, "laptop");
        world = World.start(WorldOptions.of(SandboxOptions.defaults(), CATALOG)
                .set("SLUICE_IDENTITY_TRUSTED_AGENTS", "enforcement-agent")
                .set("SLUICE_IDENTITY_KEY_LAPTOP", issuer.publicKey().toString()));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    @Test
    void shouldHoldEveryExpectationOfTheDemo() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        boolean well = new Demo(world, new PrintStream(printed, true, StandardCharsets.UTF_8)).run();

        assertThat(well).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
    }

    @Test
    void shouldTakeNoNamesWordForWhoProposes() throws Exception {
        assertThat(propose("forged", "--agent", "my-agent", "--wait", "20s").err())
                .contains("identity_missing");
        assertThat(propose("forged", "--agent", "my-agent", "--identity", token("somebody-else"), "--wait", "20s")
                        .err())
                .contains("identity_refused", "another agent's");
        assertThat(propose("stranger", "--agent", "stranger", "--identity", token("stranger"), "--dry-run")
                        .err())
                .contains("not_granted");

        Said proven = propose("proven", "--agent", "my-agent", "--identity", token("my-agent"), "--dry-run");

        assertThat(proven.code()).as(proven.err()).isZero();
        assertThat(proven.out())
                .contains("with the role senior-officer")
                .contains("undone by: notice.discard-draft", "undone by: case.cancel-dispatch");
    }

    @Test
    void shouldSendWhatAReviewerHasSignedForAndNothingElse() throws Exception {
        Said proposed = propose("letter", "--agent", "my-agent", "--identity", token("my-agent"), "--wait", "20s");
        assertThat(proposed.code()).as(proposed.err()).isZero();
        JsonNode approval = world.sluice().pendingApprovals("city").stream()
                .filter(request -> request.path("target_id").asText().equals("letter"))
                .findFirst()
                .orElseThrow();
        String id = approval.path("approval_id").asText();
        String saga = approval.path("saga_id").asText();

        writeToTheTopic(approval);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> world.sluice().history(saga).findValuesAsText("reason"),
                        told -> told.contains("not_signed"));
        assertThat(sluice("approvals", "approve", id, "--as", "my-agent").err()).contains("four eyes");
        assertThat(sluice("approvals", "approve", id, "--as", "passer-by").err())
                .contains("reviewer_lacks_role");
        assertThat(status(saga)).isEqualTo("active");

        Said approved = sluice("approvals", "approve", id, "--as", "deputy-officer");

        assertThat(approved.code()).as(approved.err()).isZero();
        Awaitility.await().atMost(PATIENCE).until(() -> status(saga), "committed"::equals);
        JsonNode told = world.sluice().saga(saga).orElseThrow();
        assertThat(told.findValues("granted_by").toString()).contains("deputy-officer");
        assertThat(told.path("command").path("identity").path("vouched_by").asText())
                .isEqualTo("laptop");
    }

    @Test
    void shouldSendNothingForACaseThatHasChangedSinceItWasProposed() throws Exception {
        world.cases().open("moved", "resident-1");
        world.cases().requestNotice("moved", "run-moved", "please remedy within 14 days");
        JsonNode approval = Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> world.sluice().pendingApprovals("city").stream()
                                .filter(request ->
                                        request.path("target_id").asText().equals("moved"))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(approval.path("expected_version").asText()).isEqualTo("2");
        assertThat(approval.path("target_version").asText()).isEqualTo("2");
        world.cases().changeRecipient("moved", "resident-2");
        // Goes on as soon as Sluice has heard of the change.
        Said fits = propose(
                "moved",
                "--agent",
                "my-agent",
                "--identity",
                token("my-agent"),
                "--expected-version",
                "3",
                "--wait",
                "20s");
        assertThat(fits.code()).as(fits.err()).isZero();

        world.sluice().grant(approval, "senior-officer");

        String saga = approval.path("saga_id").asText();
        Awaitility.await().atMost(PATIENCE).until(() -> status(saga), "rolled_back"::equals);
        assertThat(world.sluice().saga(saga).orElseThrow().path("reason").asText())
                .isEqualTo("stale");
        assertThat(world.provider().effectsAt(Profile.LOOKUP, "notices"))
                .noneMatch(effect -> effect.body().path("case_id").asText().equals("moved"));
    }

    @Test
    void shouldAskNobodyAboutANoticeThatCitesWhatIsNotThere() throws Exception {
        Said said = propose(
                "miscited",
                "--agent",
                "my-agent",
                "--identity",
                token("my-agent"),
                "--arg",
                "note=please remedy, as section 99 says",
                "--wait",
                "20s");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).contains("The act has 40 sections, so no section 99.");
        assertThat(said.err()).contains("rolled_back");
        assertThat(world.sluice().pendingApprovals("city"))
                .noneMatch(request -> request.path("target_id").asText().equals("miscited"));
        List<Effect> drafts = world.provider().effectsAt(ExampleProvider.DRAFTS, "drafts").stream()
                .filter(draft -> draft.body().path("case_id").asText().equals("miscited"))
                .toList();
        assertThat(drafts).hasSize(1);
        assertThat(world.provider().effectsAt(ExampleProvider.DRAFTS, "discards"))
                .extracting(discard -> discard.body().path("draft_id").asText())
                .contains(drafts.getFirst().id());
    }

    /** As somebody would who can write to the topic and has no key. */
    private void writeToTheTopic(JsonNode approval) throws Exception {
        String grant = JSON.createObjectNode()
                .put("approval_id", approval.path("approval_id").asText())
                .put("tenant_id", approval.path("tenant_id").asText())
                .put("saga_id", approval.path("saga_id").asText())
                .put("verdict", "grant")
                .put("request_hash", approval.path("request_hash").asText())
                .put("reviewer_id", "senior-officer")
                .toString();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", world.sandbox().broker().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(World.TOPIC_PREFIX + "decisions", "any", grant))
                    .get();
        }
    }

    private String status(String saga) {
        return world.sluice()
                .saga(saga)
                .map(told -> told.path("status").asText())
                .orElse("");
    }

    private String token(String agent) throws Exception {
        Said issued = sluiceAlone(
                "keys",
                "issue-token",
                "--key",
                issuer.privateKey().toString(),
                "--key-id",
                issuer.id(),
                "--agent",
                agent,
                "--tenant",
                "city");
        assertThat(issued.code()).as(issued.err()).isZero();
        return Files.writeString(Files.createTempFile(directory, agent, ".token"), issued.out())
                .toString();
    }

    private Said propose(String target, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "propose",
                "--tenant",
                "city",
                "--definition",
                "enforcement-notice",
                "--target",
                target,
                "--target-type",
                "case",
                "--recipient",
                "resident-9",
                "--artifact",
                "notice-" + target,
                "--artifact-version",
                "1",
                "--run",
                "run-" + target));
        words.addAll(List.of(more));
        return sluice(words.toArray(String[]::new));
    }

    private Said sluice(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", world.sluice().address().toString()));
        return sluiceAlone(all.toArray(String[]::new));
    }

    private static Said sluiceAlone(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cli.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Said(code, out.toString(), err.toString());
    }
}
