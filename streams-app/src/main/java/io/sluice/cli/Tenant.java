package io.sluice.cli;

import io.sluice.identity.Person;
import io.sluice.saga.Tenants;
import picocli.CommandLine.Option;

/** Whose business a command is about; mixed into each command that needs it. */
final class Tenant {

    @Option(
            names = {"-t", "--tenant"},
            paramLabel = "TENANT",
            defaultValue = "${env:SLUICE_TENANT:-}",
            description = "Whose (SLUICE_TENANT). Tenants never see each other's.")
    private String name = "";

    boolean isSet() {
        return !name.isEmpty();
    }

    /** The tenant, or the word for every one. */
    String nameOrEvery() {
        return name.equals(Person.EVERY_TENANT) ? name : name();
    }

    String name() {
        if (name.isEmpty()) {
            throw Failure.wrongUsage("Say whose: --tenant NAME, or set SLUICE_TENANT.");
        }
        if (!Tenants.isValid(name)) {
            throw Failure.wrongUsage("'" + name
                    + "' is no tenant: lower-case letters, digits, dots, dashes and underscores, at most 63.");
        }
        return name;
    }
}
