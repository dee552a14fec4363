package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice app} as a process of its own: who may call it, and what it says where it cannot start. */
@ExtendWith(SandboxExtension.class)
class AppCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Pattern READY = Pattern.compile("Sluice is ready: http://127\\.0\\.0\\.1:(\\d+)");

    /** Progress before the problem was found, and what the Java runtime thinks of the libraries. */
    private static final Pattern ASIDE = Pattern.compile("\\d\\d:\\d\\d:\\d\\d INFO |WARNING: |$");

    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    Path directory;

    @Test
    void shouldAnswerUnderItsOwnNamesAloneAndAdvertiseThePortItReallyHas(Sandbox sandbox) throws IOException {
        Map<String, String> settings = settings(sandbox);
        settings.put("SLUICE_ADVERTISED_HOST", "sluice.example");
        settings.put("SLUICE_HTTP_NAMES", "proxy.example, other.example");
        try (ManagedProcess app = app(settings)
                .readyWhen(Readiness.line("Sluice is ready"))
                .within(PATIENCE)
                .start()) {
            Matcher ready = READY.matcher(Files.readString(app.log()));
            assertThat(ready.find()).isTrue();
            int port = Integer.parseInt(ready.group(1));

            assertThat(get(port, "evil.example")).startsWith("HTTP/1.1 421 ").contains("http.names");
            assertThat(get(port, "evil.example:" + port)).startsWith("HTTP/1.1 421 ");
            for (String own :
                    new String[] {"127.0.0.1", "localhost", "[::1]", "sluice.example", "proxy.example", "other.example"
                    }) {
                assertThat(get(port, own + ":" + port))
                        .as(own)
                        .startsWith("HTTP/1.1 200 ")
                        .contains("sluice.example:" + port);
            }
        }
    }

    @Test
    void shouldSayThatItsPortIsTaken(Sandbox sandbox) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = settings(sandbox);
            settings.put("SLUICE_HTTP_PORT", Integer.toString(taken.getLocalPort()));

            assertThat(refusal(settings)).contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort());
        }
    }

    @Test
    void shouldSayThatItsStateDirectoryCannotBeUsed(Sandbox sandbox) throws IOException {
        Map<String, String> settings = settings(sandbox);
        settings.put(
                "SLUICE_STATE_DIR", Files.createFile(directory.resolve("file")).toString());

        assertThat(refusal(settings)).contains("cannot be written to (there is a file of that name)");
    }

    @Test
    void shouldSayThatTheRegistryDoesNotAnswer(Sandbox sandbox) throws IOException {
        Map<String, String> settings = settings(sandbox);
        settings.put("SLUICE_REGISTRY_URL", "http://" + NOWHERE);

        assertThat(refusal(settings)).contains("http://" + NOWHERE);
    }

    @Test
    void shouldSayThatTheBrokersDoNotAnswer(Sandbox sandbox) throws IOException {
        Map<String, String> settings = settings(sandbox);
        settings.put("SLUICE_BOOTSTRAP_SERVERS", NOWHERE);

        assertThat(refusal(settings)).contains(NOWHERE + " did not answer");
    }

    @Test
    void shouldSayThatTheDatabaseDoesNotAnswer(Sandbox sandbox) throws IOException {
        Map<String, String> settings = settings(sandbox);
        settings.put("SLUICE_JDBC_URL", "jdbc:postgresql://" + NOWHERE + "/cases");
        settings.put("SLUICE_JDBC_USER", "sluice");

        assertThat(refusal(settings)).contains(NOWHERE);
    }

    private Map<String, String> settings(Sandbox sandbox) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SLUICE_BOOTSTRAP_SERVERS", sandbox.broker().bootstrapServers());
        settings.put("SLUICE_REGISTRY_URL", sandbox.registry().url());
        settings.put("SLUICE_TOPIC_PREFIX", "command.");
        settings.put("SLUICE_PARTITIONS", "1");
        settings.put("SLUICE_REPLICATION_FACTOR", "1");
        settings.put("SLUICE_STATE_DIR", directory.resolve("state").toString());
        settings.put("SLUICE_HTTP_PORT", "0");
        return settings;
    }

    private ManagedProcess.Builder app(Map<String, String> settings) {
        return JavaProcess.of("io.sluice.cli.Main")
                .heap("512m")
                .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .arguments("app")
                .as("application")
                .environment(settings)
                .log(directory.resolve("output"));
    }

    /** The one line that an application which cannot start has for its user. */
    private String refusal(Map<String, String> settings) throws IOException {
        try (ManagedProcess app = app(settings).start()) {
            assertThat(app.awaitExit(PATIENCE)).isTrue();
            assertThat(app.exitCode()).isEqualTo(1);
            String output = Files.readString(app.log());
            List<String> told = output.lines()
                    .filter(line -> !ASIDE.matcher(line).lookingAt())
                    .toList();
            assertThat(told).as(output).hasSize(1);
            return told.getFirst();
        }
    }

    /** A client of the JDK does not let its Host header be chosen. */
    private static String get(int port, String host) throws IOException {
        String request = "GET /v1/relay HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
