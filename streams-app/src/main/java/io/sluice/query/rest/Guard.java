package io.sluice.query.rest;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sluice.query.Refusal;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps web pages out of an API that answers questions without login. A page that someone visits may send requests to this host; it can neither
 * set a JSON content type without being asked first (see {@link Requests}), nor, once its own name points here, hide that name.
 */
final class Guard implements Handler {
    private static final int MISDIRECTED = 421;
    private static final String LOCALHOST = "localhost";

    private final Set<String> names;

    /** @param names under which clients may call, besides {@code localhost} and IP addresses, which no page can take for its own */
    Guard(Set<String> names) {
        this.names = names.stream().map(Guard::lower).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void handle(Context context) {
        String host = lower(context.req().getServerName());
        if (!host.equals(LOCALHOST) && !isAddress(host) && !names.contains(host)) {
            throw new Refusal(
                    MISDIRECTED,
                    "unknown_host",
                    "This server does not answer under the name in the Host header: call it by its address, as localhost or"
                            + " as its advertised.host, or add the name to http.names.",
                    null);
        }
    }

    /** Digits and dots alone are never looked up as a name, nor is anything with a colon. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
