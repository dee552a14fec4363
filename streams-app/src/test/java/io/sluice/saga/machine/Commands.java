package io.sluice.saga.machine;

import io.sluice.saga.Command;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands as an agent would propose them. */
final class Commands {

    private Commands() {}

    static Command tool(String tool) {
        return of("c-1", "step-1", tool, null, "{\"note\":\"hello\"}", Scenario.START);
    }

    static Command saga(String definition) {
        return of("c-1", "step-1", null, definition, "{\"note\":\"hello\"}", Scenario.START);
    }

    static Command withId(Command command, String commandId) {
        return of(
                commandId,
                command.stepId(),
                command.tool(),
                command.definition(),
                command.arguments(),
                command.createdAt());
    }

    static Command withArguments(Command command, String arguments) {
        return of(
                command.commandId(),
                command.stepId(),
                command.tool(),
                command.definition(),
                arguments,
                command.createdAt());
    }

    static Command createdAt(Command command, Instant at) {
        return of(command.commandId(), command.stepId(), command.tool(), command.definition(), command.arguments(), at);
    }

    private static Command of(
            String commandId,
            String stepId,
            @Nullable String tool,
            @Nullable String definition,
            String arguments,
            Instant createdAt) {
        return new Command(
                commandId,
                "acme",
                "run-1",
                stepId,
                "agent-7",
                tool,
                definition,
                "case",
                "4711",
                null,
                null,
                null,
                "resident-1",
                null,
                null,
                List.of(),
                arguments,
                false,
                null,
                createdAt);
    }
}
