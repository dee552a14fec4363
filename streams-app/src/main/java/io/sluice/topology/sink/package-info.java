/** The provider sink: permits, gates and reports calls, and never makes the stream thread wait for one. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology.sink;
