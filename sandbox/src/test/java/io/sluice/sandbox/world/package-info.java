/** Sluice as a whole, in processes that are killed. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.world;
