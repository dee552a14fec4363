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
        String step = stepPlacedInTwoPartitions();
        byte[] key = placement.sagaKey(step);
        agent.send(placement.ofJava(key), key, Installation.book("java-first", step));
        assertThat(agent.resultOf("java-first").state()).isEqualTo("committed");
        int effects = provider.effects().size();

        agent.send(placement.ofLibrdkafka(key), key, Installation.book("librdkafka-second", step));

        assertDuplicate(agent.resultOf("librdkafka-second"), "java-first", effects);
    }

    @Test
    void shouldKnowACommandAgainThatCameToThePartitionOfLibrdkafkaFirst() throws Exception {
        String step = stepPlacedInTwoPartitions();
        byte[] key = placement.sagaKey(step);
        agent.send(placement.ofLibrdkafka(key), key, Installation.book("librdkafka-first", step));
        assertThat(agent.resultOf("librdkafka-first").state()).isEqualTo("committed");
        int effects = provider.effects().size();

        agent.send(placement.ofJava(key), key, Installation.book("java-second", step));

        assertDuplicate(agent.resultOf("java-second"), "librdkafka-first", effects);
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

    private String stepPlacedInTwoPartitions() throws Exception {
        return placement.newStep(key -> placement.ofJava(key) != placement.ofLibrdkafka(key));
    }

    private void assertDuplicate(CommandResult result, String of, int effects) {
        assertThat(result.state()).isEqualTo("committed");
        assertThat(result.duplicateOf()).isEqualTo(of);
        assertThat(provider.effects()).hasSize(effects);
        assertThat(provider.effects().values()).containsOnly(1);
    }
}
