package io.sluice.catalog;

/** A request that the provider might do a part of only; waiting does not mend it. */
public final class NotAtomicException extends RenderingException {
    private static final long serialVersionUID = 1L;

    public NotAtomicException(String message) {
        super(message);
    }
}
