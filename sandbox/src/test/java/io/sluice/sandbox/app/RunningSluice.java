package io.sluice.sandbox.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.Cli;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import io.sluice.sandbox.provider.Effect;
import io.sluice.sandbox.provider.ExampleProvider;
import io.sluice.sandbox.provider.Profile;
import io.sluice.sandbox.provider.ProviderControl;
import io.sluice.sandbox.world.SandboxKeys;
import io.sluice.sandbox.world.SandboxProviders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** {@code sluice app} as a process of its own, and the command line of its users. */
final class RunningSluice implements AutoCloseable {

    static final String TENANT = "acme";

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern READY = Pattern.compile("Sluice is ready: (http://127\\.0\\.0\\.1:\\d+)");
    static final Path CATALOG = Path.of("src/test/resources/app/trip.yaml").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Profile> PLAYED_BY_PROFILES = Map.of(
            "findable", Profile.LOOKUP,
            "keyed", Profile.KEYS,
            "blind", Profile.NEITHER,
            "billing", Profile.LOOKUP,
            "chat", Profile.LOOKUP);

    private final ManagedProcess process;
    private final ProviderControl provider;
    private final String url;

    /** What a command printed, and its exit code. */
    record Said(int code, String out, String err) {

        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + this, e);
            }
        }
    }

    private RunningSluice(ManagedProcess process, ProviderControl provider, String url) {
        this.process = process;
        this.provider = provider;
        this.url = url;
    }

    /** With the catalog of the trip. */
    static RunningSluice start(Sandbox sandbox, Path directory, String prefix) throws IOException {
        return start(sandbox, directory, prefix, List.of(CATALOG));
    }

    /** One that believes everybody by their names, and needs no grants. */
    static RunningSluice start(Sandbox sandbox, Path directory, String prefix, List<Path> catalogs) throws IOException {
        return start(sandbox, directory, prefix, catalogs, Map.of());
    }

    static RunningSluice start(
            Sandbox sandbox, Path directory, String prefix, List<Path> catalogs, Map<String, String> more)
            throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put("SLUICE_BOOTSTRAP_SERVERS", sandbox.broker().bootstrapServers());
        settings.put("SLUICE_REGISTRY_URL", sandbox.registry().url());
        settings.put("SLUICE_TOPIC_PREFIX", prefix);
        settings.put("SLUICE_PARTITIONS", "2");
        settings.put("SLUICE_REPLICATION_FACTOR", "1");
        settings.put("SLUICE_STATE_DIR", directory.resolve("state").toString());
        settings.put("SLUICE_HTTP_PORT", "0");
        settings.put(
                "SLUICE_CATALOG_FILES", catalogs.stream().map(Path::toString).collect(Collectors.joining(",")));
        settings.putAll(SandboxKeys.settings(directory.resolve("keys")));
        settings.put("SLUICE_IDENTITY_TRUSTED_AGENTS", "*");
        settings.put("SLUICE_HTTP_TRUST_CALLERS", "true");
        settings.put("SLUICE_IDENTITY_GRANTS", "optional");
        settings.putAll(SandboxProviders.settings(PLAYED_BY_PROFILES, sandbox.providers()));
        settings.putAll(SandboxProviders.settings(
                Stream.of(ExampleProvider.values())
                        .collect(Collectors.toMap(ExampleProvider::pathName, provider -> provider)),
                sandbox.providers()));
        settings.put("SLUICE_LIMITS_INTENT_VALIDITY", "3s");
        settings.put("SLUICE_LIMITS_CLOCK_MARGIN", "500ms");
        settings.putAll(more);
        ManagedProcess process = JavaProcess.of("io.sluice.cli.Main")
                .heap("512m")
                .temporaryFiles(directory.resolve("tmp"))
                .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .arguments("app")
                .as("application")
                .environment(settings)
                .log(Files.createTempFile(Files.createDirectories(directory), "output", ".log"))
                .readyWhen(Readiness.line("Sluice is ready"))
                .within(PATIENCE)
                .start();
        Matcher ready = READY.matcher(Files.readString(process.log()));
        if (!ready.find()) {
            throw new AssertionError("the application does not say where it listens");
        }
        return new RunningSluice(process, sandbox.providers().control(), ready.group(1));
    }

    ProviderControl provider() {
        return provider;
    }

    /** The command line of one user: {@code sluice} with these words. */
    Said sluice(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--url", url));
        return command(all.toArray(String[]::new));
    }

    /** A command that asks no running instance. */
    static Said command(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cli.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        return new Said(code, out.toString(), err.toString());
    }

    /** The saga as {@code sluice status} tells it, once it is as {@code wanted}. */
    JsonNode awaitSaga(String sagaId, Predicate<JsonNode> wanted) {
        return Awaitility.await("saga " + sagaId)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sluice("status", sagaId, "--json"), said -> said.code() == 0 && wanted.test(said.json()))
                .json();
    }

    JsonNode awaitStatus(String sagaId, String status) {
        return awaitSaga(sagaId, saga -> saga.path("status").asText().equals(status));
    }

    /** What the providers did for this trip at {@code resource}. */
    Stream<Effect> effects(String resource, String trip) {
        return provider.effects().stream()
                .filter(effect -> effect.resource().equals(resource)
                        && effect.body().path("trip").asText().equals(trip));
    }

    @Override
    public void close() {
        process.close();
    }
}
