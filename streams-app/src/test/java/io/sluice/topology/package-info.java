/** What must stand before a start, and what becomes of failures. */
@org.jspecify.annotations.NullMarked
package io.sluice.topology;
