package io.sluice.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.client.CommandMessage;
import io.sluice.client.OutboxWriter;
import io.sluice.sandbox.SandboxException;
import io.sluice.sandbox.SandboxOptions;
import io.sluice.sandbox.postgres.Postgres;
import io.sluice.sandbox.provider.Effect;
import io.sluice.sandbox.provider.Profile;
import io.sluice.sandbox.provider.ProviderSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Invariants 1, 2, 5, 9 and 10 with real processes: the application, with the relay in it, and PostgreSQL are killed in
 * mid-stream under 500 commands, at providers of each capability.
 */
class KillIT {

    private static final int COMMANDS = 500;
    private static final String TENANT = "acme";
    private static final Path CATALOG =
            Path.of("src/test/resources/world/kill.yaml").toAbsolutePath();
    private static final Map<String, Profile> PROVIDERS =
            Map.of("keyed", Profile.KEYS, "findable", Profile.LOOKUP, "blind", Profile.NEITHER);

    private final List<String> tools = List.of("keyed.do", "findable.do", "blind.do");
    private final Map<String, String> toolOf = new HashMap<>();

    @Test
    void shouldDoEachEffectOnceWhateverIsKilled() throws Exception {
        WorldOptions options = WorldOptions.of(
                        SandboxOptions.defaults()
                                .with(ProviderSettings.defaults().withLatencyMs(20)),
                        CATALOG)
                .calling(PROVIDERS)
                .set("SLUICE_LIMITS_INTENT_VALIDITY", "5s")
                .set("SLUICE_LIMITS_CLOCK_MARGIN", "500ms")
                .set("SLUICE_LIMITS_LOOKUP_BASE", "1s");
        try (World world = World.start(options)) {
            write(world, 0, COMMANDS / 2);
            awaitEffects(world, COMMANDS / 10);
            world.application().kill();
            write(world, COMMANDS / 2, COMMANDS * 3 / 4);
            world.application().start();
            awaitEffects(world, COMMANDS / 2);
            write(world, COMMANDS * 3 / 4, COMMANDS);
            world.sandbox().postgres().process().kill();
            world.sandbox().postgres().process().start();

            Map<String, JsonNode> results = awaitResults(world);
            checkEffects(world, results);
            await("the outbox to be empty", Duration.ofMinutes(1), () -> waitingRows(world) == 0);
        }
    }

    private void write(World world, int from, int to) throws SQLException {
        try (Connection connection = DriverManager.getConnection(world.jdbcUrl(), Postgres.USER, "")) {
            connection.setAutoCommit(false);
            for (int i = from; i < to; i++) {
                ObjectNode command = command("c-" + i, tools.get(i % tools.size()));
                toolOf.put("c-" + i, command.path("tool").asText());
                new OutboxWriter().write(connection, CommandMessage.json("target-" + i, command.toString()));
                connection.commit();
            }
        }
    }

    private static ObjectNode command(String id, String tool) {
        ObjectNode command = JsonNodeFactory.instance.objectNode();
        command.put("command_id", id);
        command.put("tenant_id", TENANT);
        command.put("run_id", id);
        command.put("step_id", "only");
        command.put("agent_id", "agent-1");
        command.put("tool", tool);
        command.putObject("arguments").put("command", id);
        return command;
    }

    private static void awaitEffects(World world, int atLeast) {
        await(
                atLeast + " effects",
                Duration.ofMinutes(2),
                () -> world.provider().totals().effects() >= atLeast);
    }

    /** Every command ends, or is escalated: nothing is lost and nothing hangs. */
    private Map<String, JsonNode> awaitResults(World world) {
        Map<String, JsonNode> settled = new HashMap<>();
        List<String> open = new ArrayList<>(toolOf.keySet());
        await("every command to end or to be escalated", Duration.ofMinutes(3), () -> {
            open.removeIf(id -> {
                Optional<JsonNode> result = settled(world, id);
                result.ifPresent(found -> settled.put(id, found));
                return result.isPresent();
            });
            return open.isEmpty();
        });
        return settled;
    }

    private static Optional<JsonNode> settled(World world, String commandId) {
        try {
            return world.sluice()
                    .result(TENANT, commandId)
                    .filter(result -> result.path("state").asText().equals("committed")
                            || result.path("escalated").asBoolean());
        } catch (SandboxException unavailable) {
            return Optional.empty(); // the views move between two lives of the application
        }
    }

    private void checkEffects(World world, Map<String, JsonNode> results) {
        Map<String, Long> done = world.provider().effects().stream()
                .map(Effect::body)
                .collect(Collectors.groupingBy(body -> body.path("command").asText(), Collectors.counting()));
        toolOf.forEach((id, tool) -> {
            boolean committed = "committed"
                    .equals(results.getOrDefault(id, JsonNodeFactory.instance.nullNode())
                            .path("state")
                            .asText());
            if (tool.equals("blind.do")) {
                assertThat(done.getOrDefault(id, 0L))
                        .as("effects of %s at %s", id, tool)
                        .isLessThanOrEqualTo(1);
            } else {
                assertThat(done).as("effects at %s", tool).containsEntry(id, 1L);
                assertThat(committed)
                        .as("%s at %s is committed: %s", id, tool, results.get(id))
                        .isTrue();
            }
        });
    }

    private static int waitingRows(World world) {
        try (Connection connection = DriverManager.getConnection(world.jdbcUrl(), Postgres.USER, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM sluice.outbox WHERE NOT published")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the outbox could not be read", e);
        }
    }

    private static void await(String what, Duration atMost, BooleanSupplier condition) {
        Awaitility.await(what)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }
}
