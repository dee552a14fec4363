package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether and when: what a definition says of a step beside what it calls. */
public final class Conditions {

    /** What a message shows to someone who wrote no moment. */
    static final String EXAMPLES = "an instant such as 2027-01-31T08:00:00Z or a duration such as 2h or P3D";

    private Conditions() {}

    /**
     * Whether what {@code when} points at is there and is not null, false, 0, an empty text, an empty list or an empty
     * mapping.
     */
    public static boolean holds(String when, Scope scope) {
        JsonNode value;
        try {
            value = Template.of(when).value(scope);
        } catch (RenderingException missing) {
            return false;
        }
        if (value == null) {
            return false;
        }
        return switch (value.getNodeType()) {
            case NULL, MISSING -> false;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.decimalValue().compareTo(BigDecimal.ZERO) != 0;
            case STRING -> !value.textValue().isEmpty();
            case ARRAY, OBJECT -> !value.isEmpty();
            case BINARY, POJO -> true;
        };
    }

    /** Whether what {@code when} points at is there, whatever it says. */
    public static boolean isKnown(String when, Scope scope) {
        try {
            return Template.of(when).value(scope) != null;
        } catch (RenderingException missing) {
            return false;
        }
    }

    /** Whether what {@code template} gives is known before any step has run; null gives nothing, so it is. */
    public static boolean isAboutTheCommand(@Nullable String template) {
        JsonPointer pointer = template == null ? null : Template.of(template).pointer();
        return pointer == null
                || pointer.matches()
                || !pointer.getMatchingProperty().equals("steps");
    }

    /**
     * The moment before which a step does not start, never before the saga's own start. The template is, or points at, an
     * ISO 8601 instant or a duration counted from {@code sagaStart}; an optional pointer at nothing means at once.
     *
     * @throws RenderingException when the value is missing or is no such moment, or lies more than
     *     {@link SagaDefinition#MAX_TIMEOUT} after the start
     */
    public static Instant notBefore(String template, Scope scope, Instant sagaStart) throws RenderingException {
        String text = Template.of(template).text(scope);
        if (text == null) {
            return sagaStart;
        }
        Instant moment = moment(text, sagaStart);
        if (moment == null) {
            throw new RenderingException(
                    "The template " + template + " gives no moment to wait for: give it " + EXAMPLES + ".");
        }
        if (moment.isAfter(sagaStart.plus(SagaDefinition.MAX_TIMEOUT))) {
            throw new RenderingException("The template " + template + " puts the step off for more than "
                    + SagaDefinition.MAX_TIMEOUT.toDays() + " days: give it an earlier moment.");
        }
        return moment.isBefore(sagaStart) ? sagaStart : moment;
    }

    private static @Nullable Instant moment(String text, Instant sagaStart) {
        Duration delay = Durations.parse(text);
        if (delay == null) {
            return instant(text);
        }
        boolean addable = delay.abs().compareTo(SagaDefinition.MAX_TIMEOUT) <= 0;
        return addable ? sagaStart.plus(delay) : delay.isNegative() ? Instant.MIN : Instant.MAX;
    }

    /** The instant, null when {@code text} is none. */
    static @Nullable Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
