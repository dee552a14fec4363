/** Sluice: a gate in a stream; agents propose side effects and each runs when it is allowed, once, on the record. */
@org.jspecify.annotations.NullMarked
package io.sluice;
