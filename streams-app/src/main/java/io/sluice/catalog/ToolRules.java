package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import io.sluice.catalog.ToolContract.Compensation;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules about one tool and the tool that undoes it. */
final class ToolRules {
    private static final JsonPointer KEY = JsonPointer.compile("/idempotency_key");
    private static final JsonPointer VERSION = JsonPointer.compile("/expected_version");

    private ToolRules() {}

    static List<String> problems(ToolContract tool, Catalog catalog) {
        List<String> problems = new ArrayList<>();
        Compensation compensation = tool.compensation();
        if (compensation != null) {
            undo(tool, compensation, catalog).ifPresent(problems::add);
            catalog.tool(compensation.tool())
                    .flatMap(undo -> ArgumentRules.misfit(compensation.arguments(), undo))
                    .ifPresent(problem -> problems.add("its compensation " + problem));
            problems.addAll(PointerRules.outOfScope(
                    Pointers.of(compensation.arguments(), compensation.when()), PointerRules.IN_COMPENSATION));
        }
        List<Template> call = Pointers.of(tool.call());
        problems.addAll(ArgumentRules.undeclared(call, tool.arguments()));
        problems.addAll(PointerRules.outOfScope(call, PointerRules.IN_STEP));
        if (tool.honoursKey() && call.stream().noneMatch(template -> KEY.equals(template.pointer()))) {
            problems.add(Rule.KEY_SENT.brokenBy("honours_key is true, but the call never sends $/idempotency_key:"
                    + " send it where the provider expects it."));
        }
        if (tool.versions().conditionalWrite()
                && call.stream().noneMatch(template -> VERSION.equals(template.pointer()))) {
            problems.add(Rule.VERSION_SENT.brokenBy("conditional_write is true, but the call never sends"
                    + " $/expected_version: send it where the provider expects it."));
        }
        if (tool.call().atomic() != null) {
            tool.call()
                    .atomic()
                    .problemOfTemplate(tool.call().body())
                    .ifPresent(problem -> problems.add(Rule.ALL_OR_NONE.brokenBy(
                            "its call is one that is done all or none, but " + problem + ".")));
        }
        if (tool.businessKey() != null) {
            List<Template> parts = Pointers.of(tool.businessKey());
            problems.addAll(ArgumentRules.undeclared(parts, tool.arguments()));
            problems.addAll(PointerRules.outOfScope(parts, PointerRules.IN_BUSINESS_KEY));
        }
        Lookup lookup = tool.lookup();
        if (lookup != null) {
            problems.addAll(PointerRules.outOfScope(Pointers.of(lookup), PointerRules.IN_LOOKUP));
            problems.addAll(ArgumentRules.undeclared(Pointers.of(lookup), tool.arguments()));
        }
        return problems.stream()
                .map(problem -> "tool " + tool.name() + ": " + problem)
                .toList();
    }

    private static Optional<String> undo(ToolContract tool, Compensation compensation, Catalog catalog) {
        String name = compensation.tool();
        if (name.equals(tool.name())) {
            return Optional.of(
                    Rule.UNDO_ENDS.brokenBy("its compensation names the tool itself: name the tool that undoes it."));
        }
        Optional<ToolContract> found = catalog.tool(name);
        if (found.isEmpty()) {
            return Optional.of(Rule.KNOWN_TOOL.brokenBy(
                    "its compensation " + name + " is not in the catalog: add the tool or correct the name."));
        }
        ToolContract undo = found.get();
        if (undo.compensation() != null) {
            return Optional.of(Rule.UNDO_ENDS.brokenBy(chain(tool, undo, catalog)));
        }
        if (!isCertain(undo)) {
            return Optional.of(Rule.UNDO_CERTAIN.brokenBy("its compensation " + name + " is "
                    + lower(undo.reversibility()) + " of type " + lower(undo.effectType())
                    + ", but must be retried until it is done: use a retryable tool of another type."));
        }
        if (undo.effectType().compareTo(tool.effectType()) > 0) {
            return Optional.of(Rule.UNDO_NO_RISKIER.brokenBy("its compensation " + name + " is of type "
                    + lower(undo.effectType()) + ", riskier than its own type " + lower(tool.effectType())
                    + ", and would run without an approval: give the tool the riskier type, or undo it otherwise."));
        }
        if (goesByVersion(undo)) {
            return Optional.of(
                    Rule.UNDO_ANY_VERSION.brokenBy(
                            "its compensation " + name + " sends $/expected_version, but"
                                    + " what it undoes has changed the version of the target: let it send none, and say no conditional_write."));
        }
        if (!Reversible.isSafeToRepeat(undo)) {
            return Optional.of(Rule.UNDO_IDEMPOTENT.brokenBy("its compensation " + name
                    + " neither honours the key nor can be looked up: give that contract honours_key or a lookup."));
        }
        return Optional.empty();
    }

    private static boolean goesByVersion(ToolContract undo) {
        return undo.versions().conditionalWrite()
                || Stream.concat(Pointers.of(undo.call()).stream(), lookupOf(undo).stream())
                        .anyMatch(template -> VERSION.equals(template.pointer()) && !template.optional());
    }

    private static List<Template> lookupOf(ToolContract tool) {
        return tool.lookup() == null ? List.of() : List.copyOf(Pointers.of(tool.lookup()));
    }

    private static boolean isCertain(ToolContract undo) {
        return switch (undo.effectType()) {
            case NONE, READ -> true;
            case DRAFT, INTERNAL_MUTATION, EXTERNAL_NOTIFICATION, EXTERNAL_TRANSACTION ->
                undo.reversibility() == Reversibility.RETRYABLE;
            case IRREVERSIBLE, META_EFFECT -> false;
        };
    }

    /** How the chain of compensations goes on, which is a circle when it comes to a tool that it has been at. */
    private static String chain(ToolContract tool, ToolContract undo, Catalog catalog) {
        List<String> names = new ArrayList<>(List.of(tool.name(), undo.name()));
        for (Compensation next = undo.compensation(); next != null; ) {
            boolean seen = names.contains(next.tool());
            names.add(next.tool());
            if (seen) {
                return "its compensations go in a circle, " + String.join(" to ", names)
                        + ": let it end with a retryable tool that has no compensation.";
            }
            next = catalog.tool(next.tool()).map(ToolContract::compensation).orElse(null);
        }
        return "its compensation " + undo.name() + " has a compensation of its own, which would never run: use a"
                + " retryable tool that has none.";
    }

    private static String lower(Reversibility reversibility) {
        return reversibility.name().toLowerCase(Locale.ROOT);
    }

    private static String lower(EffectType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
