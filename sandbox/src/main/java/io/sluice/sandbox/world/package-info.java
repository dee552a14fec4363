/** Sluice itself, the case service and everything they need, running together; and how to talk to each. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.world;
