package io.sluice.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.sandbox.process.JavaProcess;
import io.sluice.sandbox.process.ManagedProcess;
import io.sluice.sandbox.process.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SandboxExtension.class)
class SandboxIT {
    private static final String READY = "second sandbox is ready in ";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "SIG{0}")
    @ValueSource(strings = {"INT", "KILL"})
    void shouldNotMeetAnotherSandboxAndLeaveNothingRunning(String signal, Sandbox first) throws IOException {
        ManagedProcess second = JavaProcess.of(SecondSandbox.class.getName())
                .heap("128m")
                .as("second sandbox")
                .log(directory.resolve("second.log"))
                .readyWhen(Readiness.line(READY))
                .start();
        List<ProcessHandle> children =
                ProcessHandle.of(second.pid()).orElseThrow().descendants().toList();
        assertThat(children).hasSizeGreaterThan(6);

        second.signal(signal);

        assertThat(second.awaitExit(Duration.ofSeconds(20))).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(SandboxIT::isRunning));
        if (signal.equals("INT")) {
            assertThat(dataDirectory(second)).doesNotExist();
        } else {
            Folders.delete(dataDirectory(second));
        }
        assertThat(first.broker().process().isAlive()).isTrue();
    }

    @Test
    void shouldLeaveNothingWhenItIsEndedWhileItStarts() throws IOException {
        ManagedProcess second = JavaProcess.of(SecondSandbox.class.getName())
                .heap("128m")
                .property("java.io.tmpdir", directory.toString())
                .as("second sandbox")
                .log(directory.resolve("second.log"))
                .readyWhen(Readiness.line("provider simulator ready"))
                .start();
        List<ProcessHandle> children =
                ProcessHandle.of(second.pid()).orElseThrow().descendants().toList();

        second.signal("TERM");

        assertThat(second.awaitExit(Duration.ofSeconds(20))).isTrue();
        await().atMost(Duration.ofSeconds(10)).until(() -> children.stream().noneMatch(SandboxIT::isRunning));
        assertThat(directory).isDirectoryNotContaining("glob:**sluice-sandbox-*");
    }

    @Test
    void shouldSayInOneSentenceThatAPortIsOccupied(Sandbox first) {
        SandboxPorts occupied = new SandboxPorts(0, first.postgres().port(), 0, 0);

        assertThatThrownBy(() -> Sandbox.start(SandboxOptions.defaults().on(occupied)))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Port " + first.postgres().port() + " (database) is already in use; stop what"
                        + " listens there or choose another one.");
    }

    private static Path dataDirectory(ManagedProcess sandbox) throws IOException {
        return Files.readAllLines(sandbox.log()).stream()
                .filter(line -> line.startsWith(READY))
                .map(line -> Path.of(line.substring(READY.length())))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && handle.info().command().isPresent();
    }

    /** Starts a sandbox, says so, and keeps the logs if a part ends before it is asked to end itself. */
    static final class SecondSandbox {
        private SecondSandbox() {}

        public static void main(String[] arguments) {
            Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().reportingTo(System.out::println));
            System.out.println(READY + sandbox.directory());
            sandbox.broker().process().onExit().join();
            sandbox.keepLogs();
        }
    }
}
