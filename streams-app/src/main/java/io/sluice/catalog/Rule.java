package io.sluice.catalog;

import java.util.Locale;

/** The rules that documents must keep to together. Each refusal is a sentence that ends with the name of its rule. */
enum Rule {
    KNOWN_TOOL("Every tool that a step or a compensation names is in the catalog."),
    ONE_PIVOT("A saga has one pivot, its point of no return."),
    NAMED_PIVOT("The step that `pivot` names is there, changes something and cannot be undone."),
    UNDOABLE_BEFORE_PIVOT("Before the pivot stand only steps that can be undone, and reads."),
    SURE_AFTER_PIVOT("After the pivot, and after anything else that cannot be undone, stand only steps that are retried"
            + " until they are done."),
    SAFE_RETRY("The provider of a retryable step honours the key or can be looked up."),
    UNDO_CERTAIN("A compensation's tool is retryable, and neither irreversible nor a change to Sluice itself."),
    UNDO_NO_RISKIER("A compensation's effect type is no riskier than that of what it undoes, since nobody approves it"
            + " again."),
    UNDO_IDEMPOTENT("The provider of a compensation honours the key or can be looked up."),
    UNDO_ENDS("A compensation has no compensation of its own, so that no tool undoes itself in a circle."),
    UNDO_ANY_VERSION(
            "A compensation goes by no version of its target, which has changed by what it undoes: its tool says no"
                    + " `conditional_write`, and sends no `$/expected_version` without `?`."),
    KEY_SENT("A call to a provider that honours the key sends `$/idempotency_key`."),
    VERSION_SENT("A call that says `conditional_write` sends `$/expected_version`."),
    ALL_OR_NONE(
            "A call that says `atomic` sends its writes where it says, no more than it says, and its flag as true."),
    IN_SCOPE("A template points only at what is there where it stands."),
    EARLIER_STEP("A step points only at what an earlier step leaves: its `arguments`, `external_ref` and `result`."),
    PASSED_OVER("A pointer at a step that its `when` may pass over ends with `?`, unless the pointing step runs only"
            + " when that one did."),
    ARGUMENTS_FIT("What a step or a compensation gives its tool are arguments that the tool declares, and all that it"
            + " requires."),
    ARGUMENT_DECLARED("A template points only at arguments that the tool or the saga declares, where it declares any."),
    KNOWN_ROLE("Every role that a policy names is in the catalog."),
    ENOUGH_REVIEWERS("A role has at least as many members as must agree."),
    KNOWN_GRANTED("Every tool, saga and role that a grant of agents names is in the catalog."),
    KNOWN_LIMITED("Every tool and provider that a limit names is in the catalog."),
    TIME_FITS("A step's `timeout` and a `not_before` that is a duration are shorter than the saga's `timeout`.");

    private final String meaning;

    Rule(String meaning) {
        this.meaning = meaning;
    }

    /** What the rule asks for, in one sentence. */
    String meaning() {
        return meaning;
    }

    /** As a refusal and the documentation name it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The refusal of what breaks this rule. */
    String brokenBy(String sentence) {
        return sentence + " [" + label() + "]";
    }
}
