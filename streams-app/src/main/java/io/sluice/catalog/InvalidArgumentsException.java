package io.sluice.catalog;

/** Arguments that the tool does not take; waiting does not mend them. */
public final class InvalidArgumentsException extends RenderingException {
    private static final long serialVersionUID = 1L;

    public InvalidArgumentsException(String message) {
        super(message);
    }
}
