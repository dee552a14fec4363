package io.sluice.sandbox.process;

import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A child process that can be started, stopped, killed and started again with the same command. It writes to a log file, runs in a
 * session of its own (Ctrl-C reaches the parent alone, which stops its children in order) and dies with its parent, whatever ends that.
 */
public final class ManagedProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration KILL_TAKES = Duration.ofSeconds(10);

    /** Standard input is a pipe that only the parent holds: when it ends, the parent is gone. The shell becomes the program: same process id. */
    private static final String GUARD = """
            exec 3<&0
            ( cat <&3; kill -KILL $$ ) >/dev/null 2>&1 &
            exec "$@" 3<&- </dev/null
            """;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final Readiness readiness;
    private final Duration patience;
    private final String stopSignal;
    private final Duration grace;
    private @Nullable Process process;

    private ManagedProcess(Builder builder, Path log) {
        this.name = builder.name;
        this.command = List.copyOf(builder.command);
        this.environment = Map.copyOf(builder.environment);
        this.log = log.toAbsolutePath();
        this.readiness = builder.readiness;
        this.patience = builder.patience;
        this.stopSignal = builder.stopSignal;
        this.grace = builder.grace;
    }

    /** Describes a process; the name is for messages: "The broker ended …". */
    public static Builder of(String name, List<String> command) {
        return new Builder(name, command);
    }

    /**
     * Starts the process and returns when it is ready. Starts it again after a stop or a kill.
     *
     * @throws SandboxException if it ends or is not ready in time; nothing is left running then
     */
    public synchronized ManagedProcess start() {
        if (isAlive()) {
            throw new SandboxException("The " + name + " is already running; stop it before it is started again.");
        }
        try {
            Files.createDirectories(log.resolveSibling("."));
            long from = Files.exists(log) ? Files.size(log) : 0;
            process = launch();
            awaitReadiness(process, from);
            return this;
        } catch (IOException e) {
            kill();
            throw new SandboxException("The " + name + " could not be started: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new SandboxException("The start of the " + name + " was interrupted.", e);
        } catch (SandboxException e) {
            kill();
            throw e;
        }
    }

    /** Asks the process to end, waits, and kills it if it has not ended within its grace period. Harmless if it does not run. */
    public synchronized void stop() {
        if (process == null || !process.isAlive()) {
            return;
        }
        signal(stopSignal);
        if (!awaitExit(grace)) {
            kill();
        }
    }

    /** Ends the process and all it has started with SIGKILL, as a crash would, and returns when they are gone. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        List<ProcessHandle> family = new ArrayList<>(List.of(process.toHandle()));
        process.descendants().forEach(family::add);
        family.forEach(ProcessHandle::destroyForcibly);
        long deadline = System.nanoTime() + KILL_TAKES.toNanos();
        while (family.stream().anyMatch(ManagedProcess::isRunning) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        awaitExit(KILL_TAKES);
    }

    /** Stops it and starts it again. */
    public ManagedProcess restart() {
        stop();
        return start();
    }

    /** Sends a signal by its name, for example {@code STOP} and {@code CONT} to freeze and thaw it. */
    public void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new SandboxException("The " + name + " could not be sent the signal " + signal + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for its end; false if it still runs after that time. */
    public boolean awaitExit(Duration atMost) {
        try {
            return process == null || process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Completes when the process that runs now has ended, with a sentence that says so. */
    public CompletableFuture<String> onExit() {
        return started()
                .onExit()
                .thenApply(
                        ended -> "The " + name + " ended with exit code " + ended.exitValue() + "; see " + log + ".");
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Its process id; it must have been started. */
    public long pid() {
        return started().pid();
    }

    /** The exit code of a process that has ended; 128 + signal for one that was killed. */
    public int exitCode() {
        return started().exitValue();
    }

    public String name() {
        return name;
    }

    /** The file that holds its standard output and error, appended to by each start. */
    public Path log() {
        return log;
    }

    /** The same as {@link #stop()}. */
    @Override
    public void close() {
        stop();
    }

    private Process launch() throws IOException {
        List<String> guarded = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            guarded.add(SETSID.toString());
        }
        guarded.addAll(List.of("/bin/sh", "-c", GUARD, name));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process started = builder.start();
        CompletableFuture<?> unused = started.onExit().thenAccept(ManagedProcess::releaseGuard);
        return started;
    }

    /** A process without a parent that reaps it stays listed, but has no command any more. */
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && handle.info().command().isPresent();
    }

    private static void releaseGuard(Process ended) {
        try {
            ended.getOutputStream().close();
        } catch (IOException alreadyClosed) {
            return;
        }
    }

    private void awaitReadiness(Process started, long from) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!readiness.isReached(log, from)) {
            if (started.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SandboxException("The " + name + " ended with exit code " + started.exitValue()
                        + " before it was ready" + lastLine(from) + "; see " + log + ".");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new SandboxException(
                        "The " + name + " was not ready after " + patience.toSeconds() + " s; see " + log + ".");
            }
        }
    }

    private String lastLine(long from) throws IOException {
        return Readiness.outputSince(log, from)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .map(line -> " (" + line.strip() + ")")
                .orElse("");
    }

    private synchronized Process started() {
        if (process == null) {
            throw new SandboxException("The " + name + " has not been started yet.");
        }
        return process;
    }

    /** What is started and how one sees that it is ready. */
    public static final class Builder {
        private final String name;
        private final List<String> command;
        private final Map<String, String> environment = new HashMap<>();
        private @Nullable Path log;
        private Readiness readiness = Readiness.immediate();
        private Duration patience = Duration.ofSeconds(60);
        private String stopSignal = "TERM";
        private Duration grace = Duration.ofSeconds(15);

        private Builder(String name, List<String> command) {
            this.name = name;
            this.command = command;
        }

        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /** The file for its output; required. Folders are created as needed. */
        public Builder log(Path file) {
            this.log = file;
            return this;
        }

        public Builder readyWhen(Readiness sign) {
            this.readiness = sign;
            return this;
        }

        /** How long it may take to become ready; 60 s by default. */
        public Builder within(Duration time) {
            this.patience = time;
            return this;
        }

        /** The signal that asks it to end, and how long it may take; TERM and 15 s by default. */
        public Builder stoppedBy(String signal, Duration graceTime) {
            this.stopSignal = signal;
            this.grace = graceTime;
            return this;
        }

        public ManagedProcess build() {
            if (log == null) {
                throw new IllegalArgumentException("A log file is required for the " + name + ".");
            }
            return new ManagedProcess(this, log);
        }

        public ManagedProcess start() {
            return build().start();
        }
    }
}
