package io.sluice.sandbox.simulation.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.effect.Intent;
import io.sluice.saga.CommandJson;
import java.util.Set;

/**
 * What the request of a tool says that changes a target.
 *
 * @param version the version that it is meant for; empty for any
 */
record Edit(String tenant, String target, String version) {

    /** How the tools are called whose providers refuse what is meant for another version. */
    static final String CONDITIONAL = "amend.";

    private static final Set<String> TOOLS = Set.of("amend", "revise", "consult");

    static boolean isOne(Intent intent) {
        return TOOLS.contains(intent.tool().substring(0, intent.tool().indexOf('.')));
    }

    static Edit of(Intent intent) {
        JsonNode body = CommandJson.parse(String.valueOf(intent.request().body()));
        return new Edit(
                body.path("tenant").asText(),
                body.path("target").asText(),
                body.path("version").asText());
    }
}
