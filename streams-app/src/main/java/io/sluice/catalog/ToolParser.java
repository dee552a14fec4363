package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.ToolContract.AnswerRules;
import io.sluice.catalog.ToolContract.Compensation;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.catalog.ToolContract.RequestTemplate;
import io.sluice.catalog.ToolContract.Says;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import io.sluice.policy.RecipientRule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a tool contract; what it does not say follows from its structure. */
final class ToolParser {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);
    private static final Set<Integer> SUCCESS = Set.of(200, 201, 204);
    private static final Set<Integer> ACCEPTED = Set.of(202);
    private static final Set<Integer> TERMINAL = Set.of(400, 401, 403, 404, 409, 410, 422);
    private static final Set<Integer> CONDITIONAL_TERMINAL =
            Set.of(400, 401, 403, 404, 409, 410, VersionRules.REFUSED_AS_STALE, 422);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private ToolParser() {}

    static ToolContract parse(Fields fields, String version) {
        EffectType declaredType = fields.choice("effect_type", EffectType.class);
        if (!fields.has("effect_type")) {
            fields.problem("effect_type", "is missing: say what kind of mark the tool leaves on the world.");
        }
        EffectType type = declaredType == null ? EffectType.IRREVERSIBLE : declaredType;
        Compensation compensation = compensation(fields.object("compensation"));
        Reversibility declared = fields.choice("reversibility", Reversibility.class);
        Lookup lookup = lookup(fields.object("lookup"));
        boolean honoursKey = fields.flag("honours_key");
        VersionRules versions = VersionRules.parse(fields);
        Duration timeout = fields.duration("timeout", MAX_TIMEOUT);
        ToolContract contract = new ToolContract(
                fields.name("name"),
                version,
                type,
                declared == null ? reversibility(type, compensation != null) : declared,
                fields.name("provider"),
                RequestParser.parse(fields.requiredObject("call"), "POST", "PUT", "PATCH", "DELETE", "GET"),
                answers(
                        fields.object("answers"),
                        lookup != null,
                        honoursKey || type.isPure(),
                        versions.conditionalWrite() ? CONDITIONAL_TERMINAL : TERMINAL),
                lookup,
                compensation,
                honoursKey,
                timeout == null ? DEFAULT_TIMEOUT : timeout,
                fields.optionalText("event"),
                fields.argumentSchema("arguments"),
                fields.flag("hold_target"),
                businessKey(fields),
                LimitParser.within(fields.object("limit")),
                versions,
                recipient(fields.object("recipient")));
        fields.end();
        checkReversibility(fields, contract, declared != null);
        return contract;
    }

    private static @Nullable RecipientRule recipient(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        if (!fields.has("allowed") && !fields.has("rule")) {
            fields.problem("rule", "is missing, and allowed too: say who may receive it.");
        }
        RecipientRule rule = new RecipientRule(
                fields.has("allowed") ? fields.texts("allowed") : Set.of(), PolicyParser.condition(fields, "rule"));
        fields.optional("allowed");
        fields.end();
        return rule;
    }

    private static @Nullable JsonNode businessKey(Fields fields) {
        JsonNode parts = fields.json("business_key");
        if (parts != null && (!parts.isObject() || parts.isEmpty())) {
            fields.problem(
                    "business_key",
                    "must be a mapping of what makes two commands the same act: write for example {case:"
                            + " $/command/target_id}.");
            return null;
        }
        return parts;
    }

    private static Reversibility reversibility(EffectType type, boolean hasCompensation) {
        return switch (type) {
            case NONE, READ, DRAFT -> Reversibility.COMPENSABLE;
            case INTERNAL_MUTATION -> hasCompensation ? Reversibility.COMPENSABLE : Reversibility.NONCOMPENSABLE;
            case EXTERNAL_NOTIFICATION, EXTERNAL_TRANSACTION, IRREVERSIBLE, META_EFFECT -> Reversibility.NONCOMPENSABLE;
        };
    }

    private static void checkReversibility(Fields fields, ToolContract contract, boolean declared) {
        boolean compensable = contract.reversibility() == Reversibility.COMPENSABLE;
        if (compensable && contract.effectType() == EffectType.IRREVERSIBLE) {
            fields.problem("reversibility", "cannot be compensable for an irreversible effect: choose noncompensable.");
        } else if (compensable && !contract.effectType().isPure() && contract.compensation() == null) {
            fields.problem(
                    "compensation", "is missing: name the tool that undoes this one, or give another reversibility.");
        } else if (!compensable && contract.compensation() != null) {
            fields.problem(
                    "compensation",
                    "would never run, because the tool is "
                            + (declared ? "declared " : "by its effect type ")
                            + contract.reversibility().name().toLowerCase(Locale.ROOT)
                            + ": remove it, or say reversibility: compensable.");
        }
    }

    private static AnswerRules answers(
            @Nullable Fields fields, boolean canPoll, boolean isRepeatable, Set<Integer> terminal) {
        Map<String, Set<Integer>> defaults = new LinkedHashMap<>();
        defaults.put("success", SUCCESS);
        // Accepted work that cannot be looked up has no known end: that is unknown.
        defaults.put("accepted", canPoll ? ACCEPTED : Set.of());
        defaults.put("terminal", terminal);
        // A proxy may answer 503 after the work was done: where nobody can ask and no key is honoured, that is unknown.
        defaults.put(
                "transient",
                canPoll || isRepeatable ? Set.of(TOO_MANY_REQUESTS, UNAVAILABLE) : Set.of(TOO_MANY_REQUESTS));
        if (fields == null) {
            return rules(defaults, null, null, null, null);
        }
        Map<String, Set<Integer>> rules = new LinkedHashMap<>();
        Set<Integer> claimed = new LinkedHashSet<>();
        for (String outcome : defaults.keySet()) {
            Set<Integer> codes = fields.statusCodes(outcome);
            for (int code : codes == null ? Set.<Integer>of() : codes) {
                if (!claimed.add(code)) {
                    fields.problem(outcome, "holds " + code + ", which another list holds too: keep it in one.");
                }
            }
            if (codes != null) {
                rules.put(outcome, codes);
            }
        }
        defaults.forEach((outcome, codes) -> rules.computeIfAbsent(outcome, absent -> without(codes, claimed)));
        if (!canPoll && !rules.getOrDefault("accepted", Set.of()).isEmpty()) {
            fields.problem("accepted", "needs a lookup that shows when the work has ended: add lookup.");
        }
        String externalRef = fields.optionalPointer("external_ref");
        String version = fields.optionalPointer("version");
        Says done = says(fields.object("done"));
        Says refused = says(fields.object("refused"));
        fields.end();
        return rules(rules, externalRef, version, done, refused);
    }

    private static @Nullable Says says(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        Says says = new Says(fields.pointer("pointer"), fields.texts("values"));
        fields.end();
        return says;
    }

    private static AnswerRules rules(
            Map<String, Set<Integer>> codes,
            @Nullable String externalRef,
            @Nullable String version,
            @Nullable Says done,
            @Nullable Says refused) {
        return new AnswerRules(
                codes.getOrDefault("success", Set.of()),
                codes.getOrDefault("accepted", Set.of()),
                codes.getOrDefault("terminal", Set.of()),
                codes.getOrDefault("transient", Set.of()),
                externalRef,
                version,
                done,
                refused);
    }

    private static Set<Integer> without(Set<Integer> codes, Set<Integer> claimed) {
        Set<Integer> rest = new LinkedHashSet<>(codes);
        rest.removeAll(claimed);
        return Set.copyOf(rest);
    }

    private static @Nullable Lookup lookup(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        RequestTemplate request = RequestParser.parse(fields.requiredObject("request"), "GET", "POST");
        if (request.atomic() != null) {
            fields.problem("request.atomic", "has no place in a lookup, which writes nothing: put it in call.");
        }
        Says pending = says(fields.object("pending"));
        Map<String, JsonNode> matches = TemplateFields.jsonByPointer(fields, "matches");
        Lookup lookup = new Lookup(
                request,
                fields.optionalPointer("found"),
                pending,
                matches,
                fields.optionalPointer("external_ref"),
                fields.optionalPointer("version"));
        fields.end();
        return lookup;
    }

    private static @Nullable Compensation compensation(@Nullable Fields fields) {
        if (fields == null) {
            return null;
        }
        String tool = fields.name("tool");
        JsonNode arguments = fields.json("arguments");
        String when = TemplateFields.condition(fields, "when");
        fields.end();
        if (arguments == null || !arguments.isObject()) {
            fields.problem(
                    "arguments", "must be a mapping: say what the undoing tool needs, for example from $/forward.");
        }
        return new Compensation(tool, CatalogParser.objectOrEmpty(arguments), when);
    }
}
