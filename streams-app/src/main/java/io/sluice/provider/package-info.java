/** The HTTP side of a provider: one dispatch, sent at most once, its answer read by the tool contract. */
@org.jspecify.annotations.NullMarked
package io.sluice.provider;
