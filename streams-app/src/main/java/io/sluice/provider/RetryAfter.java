package io.sluice.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** The Retry-After header of RFC 9110, section 10.2.3: seconds or a date. */
final class RetryAfter {

    /** A provider that asks for longer is asked again after this. */
    static final Duration MAX = Duration.ofHours(1);

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private RetryAfter() {}

    /** Milliseconds to wait from {@code now}, at most {@link #MAX}; 0 for a value that cannot be read or has passed. */
    static long millis(String value, Instant now) {
        String text = value.strip();
        Duration asked = Duration.ZERO;
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            asked = text.length() > 9 ? MAX : Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                asked = Duration.between(
                        now, ZonedDateTime.parse(text, HTTP_DATE).toInstant());
            } catch (DateTimeParseException e) {
                return 0;
            }
        }
        return Math.max(0, (asked.compareTo(MAX) > 0 ? MAX : asked).toMillis());
    }
}
