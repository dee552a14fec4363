package io.sluice.sandbox.outbox;

import static io.sluice.sandbox.outbox.OutboxWorld.COMMANDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.client.CommandMessage;
import io.sluice.client.OutboxWriter;
import io.sluice.relay.Relay;
import io.sluice.relay.RelayException;
import io.sluice.relay.RelayStatus.Role;
import io.sluice.sandbox.process.FreePorts;
import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayFailureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int KEYS = 5;
    private static final int HALF = 250;

    @TempDir
    Path directory;

    private OutboxWorld world;
    private TopicReader commands;

    @BeforeEach
    void startWorld() throws Exception {
        world = OutboxWorld.start(directory);
        commands = world.read(COMMANDS);
    }

    @AfterEach
    void stopWorld() {
        commands.close();
        world.close();
    }

    @Test
    void shouldLoseNothingWhenTheActiveRelayIsKilledAndTheOtherTakesOver() throws Exception {
        ManagedProcess first = JavaProcess.of(RelayMain.class.getName())
                .arguments(Integer.toString(world.postgres.port()), world.broker.bootstrapServers())
                .as("first relay")
                .log(directory.resolve("relay.log"))
                .readyWhen(Readiness.line(RelayMain.ACTIVE))
                .start();
        try (first;
                Relay second = world.relay()) {
            second.start();
            write(0);
            await().atMost(PATIENCE).until(() -> !commands.records().isEmpty());
            assertThat(second.status().role()).isEqualTo(Role.STANDBY);

            first.kill();
            write(HALF);

            await().atMost(PATIENCE).until(world::nothingWaits);
            assertThat(second.status().role()).isEqualTo(Role.ACTIVE);
        }
        everyCommandArrivedInOrder();
    }

    @Test
    void shouldLoseNothingWhenPostgresIsKilledAndStartedAgain() throws Exception {
        try (Relay relay = world.relay()) {
            relay.start();
            write(0);
            await().atMost(PATIENCE).until(() -> !commands.records().isEmpty());

            world.postgres.process().kill();
            world.postgres.process().start();
            write(HALF);

            await().atMost(PATIENCE).until(world::nothingWaits);
            assertThat(relay.status().failures()).isPositive();
        }
        everyCommandArrivedInOrder();
    }

    @Test
    void shouldLoseNothingWhenTheBrokerIsKilledAndStartedAgain() throws Exception {
        try (Relay relay = world.relay()) {
            relay.start();
            write(0);
            await().atMost(PATIENCE).until(() -> !commands.records().isEmpty());

            world.broker.process().kill();
            write(HALF);
            world.broker.process().start();

            await().atMost(PATIENCE).until(world::nothingWaits);
        }
        everyCommandArrivedInOrder();
    }

    @Test
    void shouldSayWhatIsMissingBeforeItStarts() throws Exception {
        int nobody = new FreePorts().next();
        assertThatThrownBy(() -> OutboxWorld.relay(nobody, world.broker.bootstrapServers())
                        .start())
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("PostgreSQL at sluice@127.0.0.1:" + nobody);
        assertThatThrownBy(() -> OutboxWorld.relay(world.postgres.port(), "127.0.0.1:" + nobody)
                        .start())
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("Kafka at 127.0.0.1:" + nobody);
        try (Admin admin = Admin.create(world.kafka())) {
            admin.deleteTopics(List.of(COMMANDS)).all().get();
        }
        assertThatThrownBy(() -> world.relay().start())
                .isInstanceOf(RelayException.class)
                .hasMessageContaining(COMMANDS);
        world.execute("DROP PUBLICATION sluice_outbox");
        assertThatThrownBy(() -> world.relay().start())
                .isInstanceOf(RelayException.class)
                .hasMessageContaining("apply the scripts of debezium-config");
    }

    /** Writes half of the commands, each in a transaction of its own. */
    private void write(int from) throws SQLException {
        try (Connection connection = world.connect()) {
            connection.setAutoCommit(false);
            for (int n = from; n < from + HALF; n++) {
                new OutboxWriter().write(connection, CommandMessage.json("case-" + n % KEYS, Integer.toString(n)));
                connection.commit();
            }
        }
    }

    private void everyCommandArrivedInOrder() {
        for (int key = 0; key < KEYS; key++) {
            List<Integer> expected = IntStream.iterate(key, n -> n < 2 * HALF, n -> n + KEYS)
                    .boxed()
                    .toList();
            assertThat(commands.values("case-" + key).stream()
                            .map(Integer::valueOf)
                            .distinct())
                    .containsExactlyElementsOf(expected);
        }
    }
}
