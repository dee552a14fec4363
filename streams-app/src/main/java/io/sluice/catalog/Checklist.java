package io.sluice.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Passage;
import io.sluice.policy.PolicyQuestion;
import io.sluice.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to be there before a tool is used in earnest: what the contract or Sluice sees to, and what is still open. */
public final class Checklist {
    /** The item that asks the same of every tool, and that nobody can see from here. */
    public static final String OUTBOX = "outbox";

    private static final String KEY = "idempotency_key";
    private static final String EXPECTED_VERSION = "expected_version";
    private static final String PURE = "it leaves nothing behind";
    private static final String UNDOES = "it undoes what another tool did, whatever has become of the target since";
    private static final String ARTIFACT = "artifact_id";
    private static final String ARTIFACT_VERSION = "artifact_version";

    private final ToolContract tool;
    private final CatalogSnapshot catalog;
    private final List<Item> items = new ArrayList<>();

    /** Who sees to an item. */
    public enum State {
        /** Sluice does, for every tool. */
        SLUICE,
        /** The contract does. */
        CONTRACT,
        /** Nobody has to: it means nothing for such a tool. */
        NOT_NEEDED,
        /** Nobody can see it from here: the people who run it. */
        YOURS,
        /** Nobody. */
        OPEN
    }

    /**
     * One item.
     *
     * @param advice what to do, or why nothing is needed; null where somebody sees to it
     */
    public record Item(String name, State state, @Nullable String advice) {}

    private Checklist(ToolContract tool, CatalogSnapshot catalog) {
        this.tool = tool;
        this.catalog = catalog;
    }

    /**
     * The list for one tool, always with the same items in the same order.
     *
     * @param catalog which the tool belongs to
     */
    public static List<Item> of(ToolContract tool, CatalogSnapshot catalog) {
        Checklist list = new Checklist(tool, catalog);
        list.fill();
        return List.copyOf(list.items);
    }

    private void fill() {
        String pure = tool.effectType().isPure() ? PURE : null;
        String undoes = catalog.undoes(tool.name()) ? UNDOES : null;
        boolean canBeKnown = tool.honoursKey() || tool.lookup() != null;
        contract("effect type classified", true, "");
        contract(
                "arguments declared",
                tool.arguments() != null,
                "any arguments are taken: give arguments, the JSON Schema of what the tool takes");
        sluice("proposal apart from commit");
        sluice("handler owns the mutation");
        approval();
        contractUnless(
                sends(ARTIFACT) ? null : "its call sends no artifact; an approval is bound to the request by its hash",
                "approval bound to artifact, version and action",
                sends(ARTIFACT_VERSION),
                "the call sends artifact_id without artifact_version, so a grant would hold for any version: send both");
        contractUnless(
                pure,
                "stable key",
                sends(KEY),
                "the call does not send $/idempotency_key: send it, so that the provider can tell a repetition from a"
                        + " new act");
        sluice("request hash");
        sluice("side-effect record");
        contractUnless(
                first(undoes, expectsNoVersion()),
                "expected version",
                tool.versions().required() || sends(EXPECTED_VERSION),
                "a command need not name the version that it was made for: say expected_version: {required: true}, and"
                        + " send $/expected_version where the provider takes conditional writes; or say {required:"
                        + " false} where nothing is meant for one version");
        contractUnless(
                first(pure, namesWhatItActsOn() ? "the caller names what it acts on" : null),
                "external reference",
                hasReference(),
                "nothing says where the provider's reference is: give answers.external_ref or lookup.external_ref");
        sluice("timeout leads to ambiguous");
        contractUnless(
                pure,
                "reconciliation path",
                canBeKnown,
                "an attempt in doubt goes to a person: give a lookup, or honours_key where the provider honours it");
        contractUnless(
                first(
                        pure,
                        first(
                                tool.effectType() == EffectType.IRREVERSIBLE ? "its effect is irreversible" : null,
                                undoes)),
                "compensation where possible",
                tool.reversibility() != Reversibility.NONCOMPENSABLE,
                "nothing undoes it: name a compensation, or say reversibility: pivot or retryable to confirm that"
                        + " there is none");
        add(OUTBOX, State.YOURS, "write the command with the business row that it belongs to, through the outbox");
        add(
                "inbox",
                tool.event() == null ? State.NOT_NEEDED : State.YOURS,
                tool.event() == null
                        ? "it publishes no event"
                        : "whoever consumes " + tool.event() + " does so through an inbox");
        sluice("bounded retries");
        sluice("audit");
        contractUnless(
                onlyUndoes() ? "it is called to undo what another tool did, which is granted by itself" : null,
                "agent grants",
                catalog.grants(tool),
                "nobody is granted it, nor a saga that uses it: say who may propose it, in a document of kind"
                        + " agent_grant");
        contractUnless(
                pure,
                "crash windows",
                canBeKnown,
                "a crash between call and answer leaves it in doubt, with no way to find out but a person");
        sluice("fails closed");
    }

    /** Why no version is expected; null where one should be. */
    private @Nullable String expectsNoVersion() {
        VersionRules versions = tool.versions();
        if (!changesData()) {
            return "it changes nothing that somebody else could have changed";
        }
        return versions.stated() && !versions.required()
                ? "its contract says so; where a command names a version, it is checked all the same"
                : null;
    }

    private boolean onlyUndoes() {
        return catalog.undoes(tool.name()) && catalog.sagasWith(tool.name()).isEmpty() && !catalog.grants(tool);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    /** What takes an approval by its effect type should not be let through by a rule that nobody thought of. */
    private void approval() {
        Passage passage = catalog.passage(tool);
        String name = "approval where the impact is high";
        if (!isHighImpact()) {
            add(name, State.NOT_NEEDED, "its effect type takes none");
        } else if (passage.rules().isEmpty()) {
            contract(name, true, "");
        } else if (passage.always()) {
            contract(
                    name,
                    false,
                    "rule " + passage.rules().getLast()
                            + " lets it through without a reviewer: ask for an approval, or give the rule a condition");
        } else {
            add(
                    name,
                    State.YOURS,
                    "where its condition holds it is let through without a reviewer by "
                            + String.join(", ", passage.rules()) + ": see that this is meant");
        }
    }

    private boolean isHighImpact() {
        PolicyQuestion question =
                new PolicyQuestion("", "", tool.name(), tool.effectType(), tool.reversibility(), false, () -> {
                    throw new IllegalStateException("what is built in has no conditions");
                });
        return new BuiltInPolicy().decide(question).verdict() != Verdict.ALLOW;
    }

    private void sluice(String name) {
        add(name, State.SLUICE, null);
    }

    private void contract(String name, boolean met, String advice) {
        add(name, met ? State.CONTRACT : State.OPEN, met ? null : advice);
    }

    private void contractUnless(@Nullable String meansNothing, String name, boolean met, String advice) {
        if (meansNothing == null) {
            contract(name, met, advice);
        } else {
            add(name, State.NOT_NEEDED, meansNothing);
        }
    }

    private void add(String name, State state, @Nullable String advice) {
        items.add(new Item(name, state, advice));
    }

    private boolean changesData() {
        return switch (tool.effectType()) {
            case INTERNAL_MUTATION, EXTERNAL_TRANSACTION, IRREVERSIBLE -> true;
            case NONE, READ, DRAFT, EXTERNAL_NOTIFICATION, META_EFFECT -> false;
        };
    }

    /** The caller says where it is put, or what is deleted, so the provider has no name to give. */
    private boolean namesWhatItActsOn() {
        return Set.of("PUT", "DELETE").contains(tool.call().method());
    }

    private boolean hasReference() {
        ToolContract.Lookup lookup = tool.lookup();
        return tool.answers().externalRef() != null || (lookup != null && lookup.externalRef() != null);
    }

    /** Whether the call sends a value whose pointer ends with {@code name}. */
    private boolean sends(String name) {
        return Pointers.of(tool.call()).stream().anyMatch(template -> {
            JsonPointer pointer = template.pointer();
            JsonPointer last = pointer == null ? null : pointer.last();
            return last != null && name.equals(last.getMatchingProperty());
        });
    }
}
