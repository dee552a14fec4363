package io.sluice.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.approval.ReviewerDecision;
import io.sluice.sandbox.process.FreePorts;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import io.sluice.topology.serde.RegistryUnavailable;
import io.sluice.topology.serde.SchemaRefused;
import io.sluice.topology.serde.UndecodableException;
import io.sluice.topology.serde.UnknownSchemaId;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sluice's codecs on a real schema registry. */
class ConfluentRegistryIT {

    private static final ReviewerDecision DECISION = new ReviewerDecision(
            "a-1",
            "acme",
            "acme/1",
            ReviewerDecision.Verdict.GRANT,
            "hash",
            "rita",
            null,
            "fine",
            null,
            null,
            Instant.parse("2026-01-31T12:00:00Z"));

    @TempDir
    private static Path directory;

    private static Registry registry;
    private static String url;

    @BeforeAll
    static void start() {
        registry = Registry.start(
                Path.of("target"),
                directory.resolve("registry"),
                new FreePorts().next(),
                directory.resolve("registry.log"));
        url = registry.url();
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @Test
    void shouldReadWhatAnotherProcessWrote() throws UndecodableException {
        byte[] written =
                new Codecs(new ConfluentRegistry(url), "one.").decision().toBytes(DECISION);
        Codecs other = new Codecs(new ConfluentRegistry(url), "one.");

        assertThat(other.decision().fromBytes(written, Instant.EPOCH)).isEqualTo(DECISION);
        assertThat(other.decision().toBytes(DECISION)).isEqualTo(written);
    }

    @Test
    void shouldReadARecordOfASchemaThatOnlyTheRegistryKnows() throws UndecodableException {
        ConfluentRegistry client = new ConfluentRegistry(url);
        int id = client.register("two.decisions-value", """
                {"type":"record","name":"ReviewerDecision","namespace":"io.sluice.schemas","fields":[
                {"name":"approval_id","type":"string"}]}""");
        Codecs codecs = new Codecs(client, "three.");
        byte[] foreign = {0, (byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id, 2, 'a'};

        assertThat(catchThrowableOfType(
                                UndecodableException.class,
                                () -> codecs.decision().fromBytes(foreign, Instant.EPOCH))
                        .reason())
                .isEqualTo(UndecodableException.FOREIGN_SCHEMA);
    }

    @Test
    void shouldTellAnUnknownNumberFromARegistryThatDoesNotAnswer() {
        assertThatExceptionOfType(UnknownSchemaId.class)
                .isThrownBy(() -> new ConfluentRegistry(url).schemaById(987_654));
        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> new ConfluentRegistry("http://127.0.0.1:" + new FreePorts().next()).schemaById(1));
    }

    @Test
    void shouldTellASchemaThatTheRegistryDoesNotTake() {
        assertThatExceptionOfType(SchemaRefused.class)
                .isThrownBy(() -> new ConfluentRegistry(url).register("four-value", "{\"type\":\"nothing\"}"));
    }
}
