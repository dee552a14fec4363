package io.sluice.cli;

import picocli.CommandLine.Mixin;

/** A command that asks a running Sluice and prints what it says, as text or as JSON. */
abstract class ApiCommand implements Runnable {

    @Mixin
    protected Api api = new Api();

    @Mixin
    protected Output output = new Output();
}
