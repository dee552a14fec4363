package io.sluice.cli;

import io.sluice.config.AppConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.streams.state.HostInfo;

/** Under which names the REST API can be called. */
final class Addresses {
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "::1");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");

    private Addresses() {}

    static boolean isLoopback(String host) {
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.startsWith("127.");
    }

    /** Where other instances reach this one, which listens on {@code port}. */
    static HostInfo advertised(AppConfig.Http http, int port) {
        String host = http.advertisedHost();
        return new HostInfo(
                host != null ? host : WILDCARDS.contains(http.host()) ? nameOfThisHost() : http.host(),
                http.advertisedPort() == 0 ? port : http.advertisedPort());
    }

    /** The names that a request may have in its Host header: where this instance listens, where others reach it, and what is said. */
    static Set<String> ownNames(AppConfig.Http http) {
        Set<String> names = new HashSet<>(http.names());
        names.add(http.host());
        names.add(advertised(http, http.port()).host());
        return Set.copyOf(names);
    }

    private static String nameOfThisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new Failure(
                    "This host does not know its own name: say with advertised.host how other instances reach it.", e);
        }
    }
}
