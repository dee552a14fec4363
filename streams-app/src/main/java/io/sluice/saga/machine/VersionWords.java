package io.sluice.saga.machine;

import io.sluice.claim.TargetVersion;
import io.sluice.saga.Command;
import org.jspecify.annotations.Nullable;

/** What a person is told about the version of a target. */
final class VersionWords {

    private VersionWords() {}

    static String subject(Command command) {
        return "the version of " + TargetVersion.subject(command.targetType(), String.valueOf(command.targetId()));
    }

    static String unnamed(String tool) {
        return "tool '" + tool + "' is used only on a version of its target that the command names: give target_id and"
                + " expected_version";
    }

    static String unheard(Command command, String expected, @Nullable String known) {
        return known == null
                ? "it is for version " + expected + ", but nobody has told " + subject(command)
                        + ": its owner says it on the topic domain-events, or the contract allows it with"
                        + " expected_version: {on_unknown: allow}"
                : "it is for version " + expected + ", but " + subject(command) + " is " + known
                        + " as far as its owner has told on the topic domain-events";
    }

    static String changed(Command command, String expected, String known) {
        return "it was made for version " + expected + ", but " + subject(command) + " is " + known;
    }
}
