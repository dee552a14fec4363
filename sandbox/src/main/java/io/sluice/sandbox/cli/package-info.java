/** What the sandbox adds to the command line. */
@org.jspecify.annotations.NullMarked
package io.sluice.sandbox.cli;
