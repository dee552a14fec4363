/** A simulated outside world: an HTTP server that keeps what was done to it and misbehaves on request. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.provider;
