/** How long policy takes, measured with JMH. */
@org.jspecify.annotations.NullMarked
package io.sluice.bench.policy;
