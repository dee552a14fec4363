package io.sluice.sandbox.process;

import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Ports of the loopback interface that nobody listens on. */
public final class FreePorts {
    /** Below the range from which Linux and macOS number outgoing connections, so that none of those takes a port between two starts. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int LAST = 65_535;

    private final Set<Integer> given = ConcurrentHashMap.newKeySet();

    /** A free port that this object has not given out before; random, so that sandboxes that start together do not meet. */
    public int next() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST))
                .limit(1_000)
                .filter(FreePorts::isFree)
                .filter(given::add)
                .findFirst()
                .orElseThrow(() -> new SandboxException("No free port was found between " + LOWEST + " and " + HIGHEST
                        + "; stop some of the servers on this machine."));
    }

    /**
     * The port that was asked for, or a free one if that is 0.
     *
     * @throws SandboxException if it is taken, or no port at all
     */
    public int claim(int wanted, String owner) {
        if (wanted == 0) {
            return next();
        }
        if (wanted < 0 || wanted > LAST) {
            throw new SandboxException("Port " + wanted + " (" + owner + ") does not exist; choose one from 1 to "
                    + LAST + ", or 0 for a free one.");
        }
        if (!isFree(wanted) || !given.add(wanted)) {
            throw new SandboxException("Port " + wanted + " (" + owner
                    + ") is already in use; stop what listens there or choose another one.");
        }
        return wanted;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
