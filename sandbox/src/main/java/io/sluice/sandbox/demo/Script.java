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
 */
record Script(
        String title,
        String explanation,
        Trouble trouble,
        int deliveries,
        String state,
        String caseStatus,
        Received received) {

    /** What happens to the workflow on its way. */
    enum Trouble {
        NONE,
        ANSWER_LOST,
        LATER_STEP_REFUSED
    }

    /** How many effects of each kind exist at the provider. */
    record Received(long dispatches, long cancellations, long notices) {
        @Override
        public String toString() {
            return "dispatches " + dispatches + ", cancellations " + cancellations + ", notices " + notices;
        }
    }

    static final List<Script> ALL = List.of(
            new Script(
                    "a plain run",
                    "The dispatch is registered, then the notice is sent, each once and each read back.",
                    Trouble.NONE,
                    1,
                    "committed",
                    "notified",
                    new Received(1, 0, 1)),
            new Script(
                    "the same command, delivered three times",
                    "An impatient agent asks three times. The two duplicates get the result of the first.",
                    Trouble.NONE,
                    3,
                    "committed",
                    "notified",
                    new Received(1, 0, 1)),
            new Script(
                    "the provider does the work, but its answer is lost",
                    "Unknown is not failed: the notice is looked up by its key, found, and not sent again.",
                    Trouble.ANSWER_LOST,
                    1,
                    "committed",
                    "notified",
                    new Received(1, 0, 1)),
            new Script(
                    "a later step is refused",
                    "The notice is refused for good, so the dispatch that was registered before it is cancelled.",
                    Trouble.LATER_STEP_REFUSED,
                    1,
                    "rolled_back",
                    "notice_failed",
                    new Received(1, 1, 0)));
}
