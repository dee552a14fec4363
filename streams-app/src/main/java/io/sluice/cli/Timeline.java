package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A saga's journal as text for people: one line a fact, with when, about which step, and what. */
public final class Timeline {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH);
    private static final String WHOLE_SAGA = "saga";

    private Timeline() {}

    /**
     * Tells the story.
     *
     * @param history entries as {@code GET /v1/sagas/.../history} gives them, oldest first
     * @param zone where the reader lives
     */
    public static String of(JsonNode history, ZoneId zone) {
        int width = 1;
        for (JsonNode entry : history) {
            width = Math.max(width, step(entry).length());
        }
        List<String> lines = new ArrayList<>();
        String day = "";
        for (JsonNode entry : history) {
            var at = Instant.parse(entry.path("recorded_at").asText()).atZone(zone);
            if (!DAY.format(at).equals(day)) {
                day = DAY.format(at);
                lines.add(day);
            }
            String step = step(entry);
            lines.add("  " + TIME.format(at) + "  " + step + " ".repeat(width - step.length()) + "  "
                    + entry.path("text").asText());
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String step(JsonNode entry) {
        String step = entry.path("step").asText(WHOLE_SAGA);
        return entry.path("direction").asText().equals("compensation") ? "undo " + step : step;
    }
}
