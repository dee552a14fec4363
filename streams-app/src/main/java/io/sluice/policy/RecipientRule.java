package io.sluice.policy;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may receive what a tool sends.
 *
 * @param allowed ids of recipients; empty where the condition alone decides
 * @param rule what must hold too; null where the ids alone decide
 */
public record RecipientRule(Set<String> allowed, @Nullable Condition rule) {

    /**
     * Why the recipient may not have it. Empty where it may, or where that depends on arguments that are not known yet.
     *
     * @param recipient as the command names it; null where it names none
     */
    public Optional<String> refusal(@Nullable String recipient, Facts facts) {
        if (!allowed.isEmpty() && (recipient == null || !allowed.contains(recipient))) {
            return Optional.of(
                    recipient == null
                            ? "the contract says who may receive it, and the command names no recipient_id"
                            : "recipient '" + recipient + "' is none of those whom the contract allows");
        }
        Condition.Result result = rule == null ? new Condition.Result.Known(true) : rule.evaluate(facts);
        return switch (result) {
            case Condition.Result.Known known ->
                known.holds()
                        ? Optional.empty()
                        : Optional.of("the contract does not let it go to "
                                + (recipient == null ? "nobody" : "recipient '" + recipient + "'") + ": " + rule);
            case Condition.Result.NotYet notYet -> Optional.empty();
            case Condition.Result.Broken broken ->
                Optional.of("what the contract says of recipients cannot be evaluated: " + broken.why());
        };
    }
}
