package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a list should know beside its items. */
final class Pages {

    private Pages() {}

    static void remarks(JsonNode page, Output output) {
        String next = page.path("next").asText("");
        if (!next.isEmpty()) {
            output.remark("There is more: --cursor " + next);
        }
        List<String> silent = new ArrayList<>();
        page.path("incomplete").forEach(instance -> silent.add(instance.asText()));
        if (!silent.isEmpty()) {
            output.remark("Not complete: no answer from " + String.join(", ", silent) + "; try again.");
        }
    }
}
