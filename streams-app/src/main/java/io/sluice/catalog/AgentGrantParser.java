package io.sluice.catalog;

import io.sluice.effect.EffectType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Reads what some agents may propose. */
final class AgentGrantParser {

    private AgentGrantParser() {}

    static AgentGrant parse(Fields fields, String version) {
        AgentGrant grant = new AgentGrant(
                fields.name("name"),
                version,
                optional(fields, "agents"),
                optional(fields, "roles"),
                fields.texts("tenants"),
                fields.has("runs") ? fields.texts("runs") : Set.of("*"),
                optional(fields, "tools"),
                optional(fields, "sagas"),
                types(fields));
        fields.optional("runs");
        fields.end();
        if (grant.agents().isEmpty() && grant.roles().isEmpty()) {
            fields.problem("agents", "is missing: say who is granted it, with agents or roles.");
        }
        return grant;
    }

    private static Set<String> optional(Fields fields, String field) {
        fields.optional(field);
        return fields.has(field) ? fields.textsOrNone(field) : Set.of();
    }

    private static Set<EffectType> types(Fields fields) {
        Set<EffectType> types = EnumSet.noneOf(EffectType.class);
        for (String name : optional(fields, "effect_types")) {
            try {
                types.add(EffectType.valueOf(name.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                fields.problem("effect_types", "holds " + name + ", which is no effect type: correct it.");
            }
        }
        return types;
    }
}
