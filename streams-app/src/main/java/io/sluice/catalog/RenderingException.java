package io.sluice.catalog;

/** A template could not be filled; the message names the pointer and the template. */
public final class RenderingException extends Exception {
    private static final long serialVersionUID = 1L;

    public RenderingException(String message) {
        super(message);
    }
}
