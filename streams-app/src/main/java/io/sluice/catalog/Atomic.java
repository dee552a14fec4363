package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider must be sent so that it does several writes all or none.
 *
 * @param items JSON pointer to the list of writes in the body
 * @param max how many writes the provider takes together
 * @param flag JSON pointer to what must be true in the body; null where the provider needs no flag
 */
public record Atomic(String items, int max, @Nullable String flag) {

    /** Why the provider might do a part of this body only: the end of a sentence, empty where it does all or none. */
    Optional<String> problem(@Nullable JsonNode body) {
        return problem(body, false);
    }

    /** The same of a body's template, of which only what it says itself is judged. */
    Optional<String> problemOfTemplate(@Nullable JsonNode template) {
        return problem(template, true);
    }

    private Optional<String> problem(@Nullable JsonNode body, boolean isTemplate) {
        JsonNode list = at(body, items, isTemplate);
        if (!list.isArray() && !(isTemplate && isOpen(list))) {
            return Optional.of("its body has no list of writes at " + items);
        }
        if (list.size() > max) {
            return Optional.of("it holds " + list.size() + " writes at " + items + ", and the provider does " + max
                    + " at most together: send fewer");
        }
        if (flag == null) {
            return Optional.empty();
        }
        JsonNode set = at(body, flag, isTemplate);
        boolean isSet = set.isBoolean() && set.booleanValue();
        return isSet || (isTemplate && isOpen(set))
                ? Optional.empty()
                : Optional.of("its body does not hold true at " + flag
                        + ", without which the provider may do a part of it: set it");
    }

    /** What stands there, or the template on the way to it. */
    private static JsonNode at(@Nullable JsonNode body, String pointer, boolean isTemplate) {
        JsonNode node = body == null ? MissingNode.getInstance() : body;
        for (JsonPointer rest = JsonPointer.compile(pointer); !rest.matches(); rest = rest.tail()) {
            if (isTemplate && isOpen(node)) {
                return node;
            }
            node = node.isArray() ? node.path(rest.getMatchingIndex()) : node.path(rest.getMatchingProperty());
        }
        return node;
    }

    private static boolean isOpen(JsonNode node) {
        return node.isTextual() && Template.of(node.textValue()).pointer() != null;
    }
}
