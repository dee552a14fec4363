package io.sluice.topology.views;

/** The views cannot be read now, because they are being restored or moved to another instance: try again soon. */
public final class ViewsUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ViewsUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
