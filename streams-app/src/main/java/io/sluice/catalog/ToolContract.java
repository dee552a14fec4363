package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.claim.Terms;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import io.sluice.policy.RecipientRule;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Sluice knows of one tool: what it does to the world, how it is called and how its answers are read.
 *
 * @param version content hash of the document; a saga keeps the version it was planned with
 * @param provider name of the provider; its base URL is configuration
 * @param lookup how to find out whether the work was done; null where the provider has no way
 * @param compensation which tool undoes this one; null where nothing does
 * @param honoursKey whether the provider does the work once however often the same idempotency key is sent
 * @param timeout how long one request may take
 * @param event type of the integration event published when the effect is committed; null for none
 * @param arguments which arguments it takes; null where the contract does not say, so that any are taken
 * @param holdsTarget whether no other saga works on the command's target from this tool's first call to the end of the saga
 * @param businessKey templates of what makes two commands the same business act, by name; null where nothing but the
 *     command's own key does
 * @param limit how much of it each tenant may do; null where the contract does not say
 * @param versions how it goes by the version of its target
 * @param recipient who may receive it; null where the contract does not say
 */
public record ToolContract(
        String name,
        String version,
        EffectType effectType,
        Reversibility reversibility,
        String provider,
        RequestTemplate call,
        AnswerRules answers,
        @Nullable Lookup lookup,
        @Nullable Compensation compensation,
        boolean honoursKey,
        Duration timeout,
        @Nullable String event,
        @Nullable ArgumentSchema arguments,
        boolean holdsTarget,
        @Nullable JsonNode businessKey,
        @Nullable Terms limit,
        VersionRules versions,
        @Nullable RecipientRule recipient) {

    /** A contract that takes any arguments and competes for nothing. */
    public ToolContract(
            String name,
            String version,
            EffectType effectType,
            Reversibility reversibility,
            String provider,
            RequestTemplate call,
            AnswerRules answers,
            @Nullable Lookup lookup,
            @Nullable Compensation compensation,
            boolean honoursKey,
            Duration timeout,
            @Nullable String event) {
        this(
                name,
                version,
                effectType,
                reversibility,
                provider,
                call,
                answers,
                lookup,
                compensation,
                honoursKey,
                timeout,
                event,
                null,
                false,
                null,
                null,
                VersionRules.USUAL,
                null);
    }

    /**
     * A request by structure. A string that starts with {@code $/} anywhere in a template is a JSON pointer into the
     * render scope; a missing value is an error, unless the pointer ends with {@code ?}, which leaves the field, element
     * or parameter out. {@code $$} escapes a leading dollar sign; everything else is literal.
     *
     * @param path path below the provider's base URL with {@code {name}} placeholders for {@code pathParameters}
     * @param body JSON template; null for a request without a body
     * @param atomic what the provider writes all or none; null for a request of which nothing is known
     */
    public record RequestTemplate(
            String method,
            String path,
            Map<String, String> pathParameters,
            Map<String, String> query,
            Map<String, String> headers,
            @Nullable JsonNode body,
            @Nullable Atomic atomic) {

        /** A request that says nothing of all or none. */
        public RequestTemplate(
                String method,
                String path,
                Map<String, String> pathParameters,
                Map<String, String> query,
                Map<String, String> headers,
                @Nullable JsonNode body) {
            this(method, path, pathParameters, query, headers, body, null);
        }
    }

    /**
     * How status codes are read; a code in no set is unknown.
     *
     * @param externalRef JSON pointer to the provider's reference in the answer; null where there is none
     * @param version JSON pointer to the version that the target has by what was done; null where the answer does not say
     * @param done what the body must say for success or accepted to count, unknown otherwise; null where the code is
     *     enough
     * @param refused what the body says of work refused for good under such a code; null where it never does
     */
    public record AnswerRules(
            Set<Integer> success,
            Set<Integer> accepted,
            Set<Integer> terminal,
            Set<Integer> transientCodes,
            @Nullable String externalRef,
            @Nullable String version,
            @Nullable Says done,
            @Nullable Says refused) {

        /** Answers of which the code says all. */
        public AnswerRules(
                Set<Integer> success,
                Set<Integer> accepted,
                Set<Integer> terminal,
                Set<Integer> transientCodes,
                @Nullable String externalRef) {
            this(success, accepted, terminal, transientCodes, externalRef, null, null, null);
        }
    }

    /**
     * How to find earlier work again.
     *
     * @param found JSON pointer to something other than null, false or empty when the work is there; null when the
     *     status code alone says so, 404 then meaning that it is not
     * @param pending JSON pointer and the values that say accepted work has not ended; null where work ends at once
     * @param matches JSON pointers in the answer and JSON templates of the values they must have; a difference, also
     *     of the JSON type, is a mismatch
     * @param externalRef JSON pointer to the provider's reference in the answer
     * @param version JSON pointer to the version that the act left its target at; null where the answer does not say
     */
    public record Lookup(
            RequestTemplate request,
            @Nullable String found,
            @Nullable Says pending,
            Map<String, JsonNode> matches,
            @Nullable String externalRef,
            @Nullable String version) {

        /** A lookup that says nothing of versions. */
        public Lookup(
                RequestTemplate request,
                @Nullable String found,
                @Nullable Says pending,
                Map<String, JsonNode> matches,
                @Nullable String externalRef) {
            this(request, found, pending, matches, externalRef, null);
        }
    }

    /**
     * Where an answer says something, and the values that say it.
     *
     * @param pointer JSON pointer into the answer
     * @param values the texts of the values; a number or boolean there counts by its text
     */
    public record Says(String pointer, Set<String> values) {}

    /**
     * The tool that undoes this one.
     *
     * @param arguments JSON template over the scope, in which {@code /forward} holds the forward step's arguments,
     *     external_ref and result
     * @param when template over the same scope that must hold for there to be anything to undo, see
     *     {@link Conditions#holds}; null for always
     */
    public record Compensation(
            String tool, JsonNode arguments, @Nullable String when) {

        /** A compensation that always has something to undo. */
        public Compensation(String tool, JsonNode arguments) {
            this(tool, arguments, null);
        }
    }
}
