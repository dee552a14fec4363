package io.sluice.catalog;

/** A template could not be filled; the message names the pointer and the template. */
public sealed class RenderingException extends Exception permits InvalidArgumentsException, NotAtomicException {
    private static final long serialVersionUID = 1L;

    public RenderingException(String message) {
        super(message);
    }
}
