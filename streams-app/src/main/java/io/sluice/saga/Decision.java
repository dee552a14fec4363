package io.sluice.saga;

import java.util.List;

/** What the machine makes of an input. */
public sealed interface Decision {

    /** These facts now hold. */
    record Accepted(List<SagaEvent> events) implements Decision {}

    /**
     * Nothing changes, and this is why.
     *
     * @param reason one of {@link Reason}
     * @param detail one sentence: what was wrong and what to do
     */
    record Rejected(String reason, String detail) implements Decision {}
}
