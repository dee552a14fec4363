/** The whole world on a laptop: a real broker, database and registry, and simulated providers, started by {@link io.sluice.sandbox.Sandbox}. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox;
