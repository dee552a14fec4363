package io.sluice.sandbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How one sees that a started process can be used; asked again and again until it holds. */
@FunctionalInterface
public interface Readiness {

    /**
     * Whether the process is ready.
     *
     * @param log the file with the process's output
     * @param from the offset in bytes at which the output of this start begins
     */
    boolean isReached(Path log, long from) throws IOException;

    /** Ready as soon as it runs. */
    static Readiness immediate() {
        return (log, from) -> true;
    }

    /** Ready when its output holds this text. */
    static Readiness line(String text) {
        return (log, from) -> outputSince(log, from).contains(text);
    }

    /** Ready when something accepts connections on this port of the loopback interface. */
    static Readiness port(int port) {
        return (log, from) -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int)
                        Duration.ofMillis(500).toMillis());
                return true;
            } catch (IOException notYet) {
                return false;
            }
        };
    }

    /** The output from this offset (in bytes) on, at most one mebibyte of it. */
    static String outputSince(Path log, long from) throws IOException {
        try (InputStream output = Files.newInputStream(log)) {
            output.skipNBytes(from);
            return new String(output.readNBytes(1 << 20), StandardCharsets.UTF_8);
        }
    }
}
