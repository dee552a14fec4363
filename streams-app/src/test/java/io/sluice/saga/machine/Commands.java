package io.sluice.saga.machine;

import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import java.time.Instant;

/** Commands as an agent would propose them. */
final class Commands {

    private Commands() {}

    static Command tool(String tool) {
        return CommandBuilder.ofTool(tool, Scenario.START)
                .arguments("{\"note\":\"hello\"}")
                .build();
    }

    static Command saga(String definition) {
        return CommandBuilder.of(null, definition, Scenario.START)
                .arguments("{\"note\":\"hello\"}")
                .build();
    }

    static Command withId(Command command, String commandId) {
        return copy(command).id(commandId).build();
    }

    static Command withArguments(Command command, String arguments) {
        return copy(command).arguments(arguments).build();
    }

    static Command createdAt(Command command, Instant at) {
        return copy(command).createdAt(at).build();
    }

    private static CommandBuilder copy(Command command) {
        return CommandBuilder.of(command.tool(), command.definition(), command.createdAt())
                .id(command.commandId())
                .step(command.stepId())
                .arguments(command.arguments());
    }
}
