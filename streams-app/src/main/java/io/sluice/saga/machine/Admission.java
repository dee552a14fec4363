package io.sluice.saga.machine;

import io.sluice.catalog.ArgumentSchema;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Decision;
import io.sluice.saga.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a command may be proposed at all, told before anything is planned. */
final class Admission {

    private Admission() {}

    /** Why {@code command} may not use the tool that it names. */
    static Optional<Decision.Rejected> refusal(Command command, ToolContract tool) {
        return arguments(command, "tool '" + tool.name() + "'", tool.arguments());
    }

    /** Why {@code command} may not begin the saga that it names. */
    static Optional<Decision.Rejected> refusal(Command command, SagaDefinition definition) {
        return arguments(command, "saga definition '" + definition.name() + "'", definition.arguments());
    }

    private static Optional<Decision.Rejected> arguments(Command command, String who, @Nullable ArgumentSchema schema) {
        return schema == null
                ? Optional.empty()
                : schema.problem(CommandJson.parse(command.arguments()))
                        .map(problem -> new Decision.Rejected(
                                Reason.INVALID_ARGUMENTS,
                                who + " does not take these arguments: " + problem
                                        + "; propose it again with arguments that fit its contract"));
    }
}
