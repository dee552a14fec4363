package io.sluice.sandbox.demo;

import java.util.List;

/**
 * One run of the demo.
 *
 * @param title one line
 * @param explanation what is done to the workflow, and what should come of it
 * @param trouble what happens to it on the way
 * @param deliveries how often the command is delivered
 * @param state how the saga must end
 * @param caseStatus where the case must stand in its own database
 * @param received what the provider must really have received
 * @param asked how often a reviewer must have been asked
 */
record Script(
        String title,
        String explanation,
        Trouble trouble,
        int deliveries,
        String state,
        String caseStatus,
        Received received,
        long asked) {

    /** What happens to the workflow on its way. */
    enum Trouble {
        NONE,
        WRONG_CITATION,
        ANSWER_LOST,
        LATER_STEP_REFUSED
    }

    /** How many effects of each kind exist at the provider. */
    record Received(long drafts, long discards, long dispatches, long cancellations, long notices) {
        @Override
        public String toString() {
            return "drafts " + drafts + ", discards " + discards + ", dispatches " + dispatches + ", cancellations "
                    + cancellations + ", notices " + notices;
        }
    }

    /** The text of the notice: the act has no section 99. */
    String note() {
        return "please remedy within 14 days, as section " + (trouble == Trouble.WRONG_CITATION ? 99 : 12) + " says";
    }

    static final List<Script> ALL = List.of(
            new Script(
                    "a plain run",
                    "The text is drafted and its citations are checked, the dispatch is registered, and when a reviewer"
                            + " has approved it the notice is sent: each once, each write read back.",
                    Trouble.NONE,
                    1,
                    "committed",
                    "notified",
                    new Received(1, 0, 1, 0, 1),
                    1),
            new Script(
                    "the same command, delivered three times",
                    "An impatient agent asks three times. The two duplicates get the result of the first.",
                    Trouble.NONE,
                    3,
                    "committed",
                    "notified",
                    new Received(1, 0, 1, 0, 1),
                    1),
            new Script(
                    "the provider does the work, but its answer is lost",
                    "Unknown is not failed: the notice is looked up by its key, found, and not sent again.",
                    Trouble.ANSWER_LOST,
                    1,
                    "committed",
                    "notified",
                    new Received(1, 0, 1, 0, 1),
                    1),
            new Script(
                    "a later step is refused",
                    "The notice is refused for good, so what was done before it is undone, the latest first: the dispatch is"
                            + " cancelled, the draft discarded.",
                    Trouble.LATER_STEP_REFUSED,
                    1,
                    "rolled_back",
                    "notice_failed",
                    new Received(1, 1, 1, 1, 0),
                    1),
            new Script(
                    "a citation is wrong",
                    "The text cites a section that the act does not have. Nobody is asked, and the draft is discarded.",
                    Trouble.WRONG_CITATION,
                    1,
                    "rolled_back",
                    "notice_failed",
                    new Received(1, 1, 0, 0, 0),
                    0));
}
