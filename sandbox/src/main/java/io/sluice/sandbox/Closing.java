package io.sluice.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be closed, newest first: when asked, and at the latest when this process ends. */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Thread atExit = new Thread(this::closeAll, "sandbox-shutdown");
    private boolean closed;

    Closing() {
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Registers a part; one that comes too late is closed at once. */
    <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(part);
                return part;
            }
        }
        close(part);
        throw new SandboxException("The sandbox is closed.");
    }

    /** Whether the end has begun: what fails from now on fails because of it. */
    boolean hasBegun() {
        synchronized (parts) {
            return closed;
        }
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exitIsUnderWay) {
            LOG.debug("closed while the process ends");
        }
    }

    /** Who comes second waits for the first. */
    private synchronized void closeAll() {
        synchronized (parts) {
            closed = true;
        }
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("A part of the sandbox could not be closed: {}", e.getMessage());
        }
    }
}
