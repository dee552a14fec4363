package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description =
                "Lists sagas, or tells the story of one: what was proposed, decided, approved, tried and established.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice status --tenant city",
            "  sluice status --tenant city --status active",
            "  sluice status --tenant city --escalated",
            "  sluice status city/3f9c...            (a whole saga id, as the list shows it)",
            "  sluice status city/3f9c... --json"
        })
final class StatusCommand extends ApiCommand {

    @Parameters(arity = "0..1", paramLabel = "SAGA", description = "Id of one saga.")
    private @Nullable String saga;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            defaultValue = "",
            description = "Only those that are pending, active, compensating, committed, rolled_back or failed.")
    private String status = "";

    @Option(names = "--escalated", description = "Only those at which a person must look.")
    private boolean escalated;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "How many (default: 20).")
    private int limit;

    @Option(names = "--cursor", paramLabel = "CURSOR", defaultValue = "", description = "Where an earlier list ended.")
    private String cursor = "";

    @Mixin
    private Tenant tenant = new Tenant();

    @Override
    public void run() {
        if (saga == null) {
            list();
        } else {
            show(saga);
        }
    }

    private void list() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("tenant", tenant.name());
        parameters.put("status", status);
        parameters.put("escalated", escalated ? "true" : "");
        parameters.put("limit", Integer.toString(limit));
        parameters.put("cursor", cursor);
        JsonNode page = api.get(Api.query("/v1/sagas", parameters));
        if (output.gaveJson(page)) {
            return;
        }
        if (page.path("items").isEmpty()) {
            output.line("No saga of tenant " + tenant.name() + (status.isEmpty() && !escalated ? "" : " is like that")
                    + ".");
        } else {
            output.line(Sagas.table(page.path("items"), Clock.systemUTC().instant()));
        }
        Pages.remarks(page, output);
    }

    private void show(String sagaId) {
        String path = Sagas.path(sagaId, tenant);
        JsonNode found = api.find(path)
                .orElseThrow(() -> new Failure("There is no saga " + sagaId
                        + ": give the whole id, as sluice status --tenant NAME lists it."));
        JsonNode history = History.after(api, path, 0);
        if (!output.gaveJson(Sagas.withHistory(found, history))) {
            output.line(Sagas.story(found, history, ZoneId.systemDefault()));
        }
    }

    /** Age in its two largest units. */
    static String age(Instant since, Instant now) {
        long seconds = Math.max(0, now.getEpochSecond() - since.getEpochSecond());
        if (seconds < 60) {
            return seconds + "s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + "m" + seconds % 60 + "s";
        }
        long hours = minutes / 60;
        return hours < 48 ? hours + "h" + minutes % 60 + "m" : hours / 24 + "d" + hours % 24 + "h";
    }
}
