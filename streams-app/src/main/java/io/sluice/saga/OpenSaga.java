package io.sluice.saga;

import org.jspecify.annotations.Nullable;

/**
 * What is special about a saga to which an agent added its steps.
 *
 * @param closedBy the command that committed it or rolled it back; null while nobody has
 * @param closing what that command asked for; null while there is none
 */
public record OpenSaga(
        RunAt runAt, @Nullable String closedBy, @Nullable SagaAction closing) {

    /** Whether steps may be added and nobody has decided the saga's end. */
    public boolean isOpen() {
        return closedBy == null;
    }
}
