package io.sluice.partition;

/** The pure core failed on one saga: a bug, and of that saga alone. */
public final class SagaFailureException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sagaId;

    SagaFailureException(String sagaId, RuntimeException cause) {
        super("saga " + sagaId + ": " + cause, cause);
        this.sagaId = sagaId;
    }

    public String sagaId() {
        return sagaId;
    }
}
