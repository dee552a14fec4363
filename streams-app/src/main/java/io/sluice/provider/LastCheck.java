package io.sluice.provider;

/** Asked on the calling thread when the connection is there and nothing has been sent yet. */
@FunctionalInterface
public interface LastCheck {

    /** Whether the request may leave; if not, not a byte of it does. */
    boolean mayFire();
}
