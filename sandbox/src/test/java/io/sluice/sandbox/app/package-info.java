/** The application on a real broker and a real registry: first start, restarts, and what it refuses to start on. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.app;
