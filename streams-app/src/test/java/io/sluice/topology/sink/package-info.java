/** The provider sink without a provider: gates, bounds and the writing of outcomes. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.sink;
