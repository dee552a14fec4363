package io.sluice.cli;

/** A command that another module adds to the command line; found on the class path as a service. */
public interface Subcommand {}
