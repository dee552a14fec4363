package io.sluice.query;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Results;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a proposer is told of one command, from the saga it is about and that saga's history. */
final class CommandAnswers {
    private CommandAnswers() {}

    /**
     * The answer to {@code commandId}; empty when the saga knows nothing of it.
     *
     * @param saga null where the command was refused before there was a saga
     * @param history read only where the saga itself does not tell
     */
    static Optional<CommandResult> of(String commandId, @Nullable Saga saga, Supplier<List<JournalEntry>> history) {
        if (saga != null && saga.isToldTo(commandId)) {
            CommandResult told = saga.result();
            return Optional.of((told != null ? told : Results.of(saga, saga.updatedAt())).toldTo(commandId));
        }
        return history.get().reversed().stream()
                .flatMap(entry -> entry.sagaEvents().reversed().stream()
                        .map(event -> answer(commandId, saga, entry, event))
                        .filter(Objects::nonNull))
                .findFirst();
    }

    private static @Nullable CommandResult answer(
            String commandId, @Nullable Saga saga, JournalEntry entry, SagaEvent event) {
        return switch (event) {
            case SagaEvent.CommandDuplicated duplicated ->
                saga != null && duplicated.commandId().equals(commandId)
                        ? Results.duplicate(saga, duplicated, entry.recordedAt())
                        : null;
            case SagaEvent.InputRejected rejected ->
                rejected.inputId().equals(commandId) ? rejected(rejected, entry) : null;
            case SagaEvent.DryRunAnswered answered ->
                answered.commandId().equals(commandId)
                        ? Results.dryRun(entry.tenantId(), entry.sagaId(), answered, entry.recordedAt())
                        : null;
            default -> null;
        };
    }

    private static CommandResult rejected(SagaEvent.InputRejected rejected, JournalEntry entry) {
        return Results.rejected(
                rejected.inputId(),
                entry.tenantId(),
                entry.sagaId(),
                rejected.reason(),
                rejected.detail(),
                entry.recordedAt());
    }
}
