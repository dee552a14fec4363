/** A real PostgreSQL server from the binaries on Maven Central, ready for logical decoding. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.postgres;
