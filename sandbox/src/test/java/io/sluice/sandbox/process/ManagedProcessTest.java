package io.sluice.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {
    @TempDir
    Path directory;

    Path log;

    @BeforeEach
    void setUp() {
        log = directory.resolve("logs/process.log");
    }

    @Test
    void shouldStartAgainAfterAKillAndAppendToItsLog() throws IOException {
        try (ManagedProcess process = shell("echo ready; sleep 1000")
                .readyWhen(Readiness.line("ready"))
                .start()) {
            long first = process.pid();
            process.kill();
            assertThat(process.isAlive()).isFalse();
            assertThat(process.exitCode()).isEqualTo(128 + 9);

            process.start();

            assertThat(process.pid()).isNotEqualTo(first);
            assertThat(Files.readString(log)).isEqualTo("ready\nready\n");
        }
    }

    @Test
    void shouldSayWhyAProcessEndedBeforeItWasReady() {
        assertThatThrownBy(() -> shell("echo 'no such disk'; exit 3")
                        .readyWhen(Readiness.line("ready"))
                        .start())
                .isInstanceOf(SandboxException.class)
                .hasMessage("The helper ended with exit code 3 before it was ready (no such disk); see " + log + ".");
    }

    @Test
    void shouldSayThatAProcessHasEndedOfItsOwnAccord() {
        try (ManagedProcess process = shell("echo ready; exit 4").start()) {
            assertThat(process.onExit().orTimeout(10, TimeUnit.SECONDS).join())
                    .isEqualTo("The helper ended with exit code 4; see " + log + ".");
        }
    }

    @Test
    void shouldLeaveNothingRunningWhenAProcessIsNotReadyInTime() {
        ManagedProcess process = shell("sleep 1000")
                .readyWhen(Readiness.line("ready"))
                .within(Duration.ofMillis(100))
                .build();

        assertThatThrownBy(process::start).hasMessageContaining("was not ready");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void shouldKillAProcessThatIgnoresTheRequestToStop() {
        ManagedProcess process = shell("trap '' TERM; echo ready; while true; do sleep 0.1; done")
                .readyWhen(Readiness.line("ready"))
                .stoppedBy("TERM", Duration.ofMillis(200))
                .start();

        process.stop();

        assertThat(process.exitCode()).isEqualTo(128 + 9);
    }

    @Test
    void shouldNotOutliveAParentThatWasKilled() throws IOException {
        ManagedProcess parent = JavaProcess.of(ShortLivedParent.class.getName())
                .heap("32m")
                .arguments(directory.resolve("child.log").toString())
                .as("parent")
                .log(log)
                .readyWhen(Readiness.line("child"))
                .start();
        long child = Long.parseLong(
                Files.readString(log).lines().findFirst().orElseThrow().replace("child ", ""));
        assertThat(ProcessHandle.of(child)).isPresent();

        parent.signal("KILL");

        await().atMost(Duration.ofSeconds(5)).until(() -> !isRunning(child));
    }

    private ManagedProcess.Builder shell(String script) {
        return ManagedProcess.of("helper", List.of("/bin/sh", "-c", script)).log(log);
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isPresent();
    }

    /** Starts a child that would run for long, says which, and waits to be killed. */
    static final class ShortLivedParent {
        private ShortLivedParent() {}

        public static void main(String[] arguments) throws IOException {
            ManagedProcess child = ManagedProcess.of("child", List.of("sleep", "1000"))
                    .log(Path.of(arguments[0]))
                    .start();
            System.out.println("child " + child.pid());
            child.awaitExit(Duration.ofMinutes(1));
        }
    }
}
