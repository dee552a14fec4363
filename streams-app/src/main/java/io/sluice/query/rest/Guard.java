package io.sluice.query.rest;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.sluice.query.Refusal;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages out of an API without login. A page that someone visits may send requests to this host; it can neither
 * set a JSON content type without being asked first (see {@link Requests}), nor, once its own name points here, hide that name.
 */
final class Guard implements Handler {
    private static final int MISDIRECTED = 421;

    private final Set<String> ownNames;

    /** @param ownNames the only names under which clients may call; empty where any will do */
    Guard(Set<String> ownNames) {
        this.ownNames = ownNames;
    }

    @Override
    public void handle(Context context) {
        String host = context.req().getServerName();
        if (!ownNames.isEmpty() && !ownNames.contains(host.toLowerCase(Locale.ROOT))) {
            throw new Refusal(
                    MISDIRECTED,
                    "unknown_host",
                    "This server listens on loopback and answers under its own names only: "
                            + ownNames.stream().sorted().toList() + ". Set advertised.host where it has another one.",
                    null);
        }
    }
}
