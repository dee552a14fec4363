/** The command line: starts the application, and asks a running one through its REST API. */
@org.jspecify.annotations.NullMarked
package io.sluice.cli;
