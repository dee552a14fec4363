package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.saga.CommandResult;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.topology.SluiceApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One key, one owner: producers that partition in another way than Java's, or by another key, change nothing. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongPartitionIT {

    private static final int PARTITIONS = 4;

    private final CountingProvider provider = new CountingProvider(Duration.ZERO);
    private SluiceApp app;
    private Proposer agent;
    private Placement placement;

    @BeforeAll
    void start(Sandbox sandbox, @TempDir Path directory) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "wrong-partition.", PARTITIONS);
        app = sluice.start(provider);
        sluice.applyCatalog(app.codecs());
        agent = new Proposer(sluice, app.codecs(), Map.of());
        placement = new Placement(app.codecs(), PARTITIONS);
    }

    @AfterAll
    void stop() {
        agent.close();
        app.close();
    }

    @Test
    void shouldKnowACommandAgainInThePartitionOfLibrdkafka() throws Exception {
        assertKnownAgain("java-first", placement::ofJava, placement::ofLibrdkafka);
    }

    @Test
    void shouldKnowACommandAgainThatCameToThePartitionOfLibrdkafkaFirst() throws Exception {
        assertKnownAgain("librdkafka-first", placement::ofLibrdkafka, placement::ofJava);
    }

    @Test
    void shouldGoByTheComputedKeyWhateverKeyARecordHas() throws Exception {
        String step = placement.newStep(key -> placement.ofJava(key) == 0);
        String other = placement.newStep(key -> placement.ofJava(key) == 1);

        agent.send(null, placement.sagaKey(other), Installation.book("borrowed-key", step));

        CommandResult result = agent.resultOf("borrowed-key");
        assertThat(result.state()).isEqualTo("committed");
        assertThat(result.sagaId()).isEqualTo(new String(placement.sagaKey(step), StandardCharsets.UTF_8));
    }

    /** The same message, and then the same act under another message id, come to another partition than the first. */
    private void assertKnownAgain(String id, ToIntFunction<byte[]> first, ToIntFunction<byte[]> then) throws Exception {
        String step = placement.newStep(key -> placement.ofJava(key) != placement.ofLibrdkafka(key));
        byte[] key = placement.sagaKey(step);
        agent.send(first.applyAsInt(key), key, Installation.book(id, step));
        assertThat(agent.resultOf(id).state()).isEqualTo("committed");
        int effects = provider.effects().size();

        agent.send(then.applyAsInt(key), key, Installation.book(id, step));
        agent.send(then.applyAsInt(key), key, Installation.book(id + "-again", step));

        assertThat(agent.resultOf(id + "-again")).satisfies(result -> {
            assertThat(result.state()).isEqualTo("committed");
            assertThat(result.duplicateOf()).isEqualTo(id);
        });
        assertThat(provider.effects()).hasSize(effects);
        assertThat(provider.effects().values()).containsOnly(1);
    }
}
