package io.sluice.provider;

/** How one HTTP exchange ended, told apart by whether anything may have left. */
sealed interface Reply {

    /** The whole answer came. */
    record Answered(Answer answer) implements Reply {}

    /** The last check said no: nothing left. */
    record NotFired() implements Reply {}

    /** It failed before anything left. */
    record NotSent(String error) implements Reply {}

    /**
     * It failed after something may have left.
     *
     * @param status the status code, 0 where none came
     */
    record Lost(int status, String error) implements Reply {}
}
