package io.sluice.query;

import io.sluice.topology.views.ViewPlace;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a list was left, as text that clients hand back and do not look into. */
final class Cursor {
    private static final char SEPARATOR = ' ';

    private Cursor() {}

    static String of(ViewPlace place) {
        String text = place.updatedAt().toEpochMilli() + String.valueOf(SEPARATOR) + place.sagaId();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The place that {@code cursor} stands for; null for none.
     *
     * @throws Refusal when it is no cursor
     */
    static @Nullable ViewPlace parse(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            int separator = text.indexOf(SEPARATOR);
            if (separator > 0) {
                Instant updatedAt = Instant.ofEpochMilli(Long.parseLong(text.substring(0, separator)));
                return new ViewPlace(updatedAt, text.substring(separator + 1));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Told below.
        }
        throw Refusal.invalid("invalid_cursor", "The cursor is not one that a list has given: take its next as it is.");
    }
}
