package io.sluice.query.view;

import io.sluice.saga.Command;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One saga in a list.
 *
 * @param proposed the tool or the saga definition; for an open saga its name
 * @param openSaga the name of an open saga; null for any other
 */
public record SagaRow(
        String sagaId,
        String tenantId,
        String proposed,
        @Nullable String openSaga,
        SagaStatus status,
        @Nullable String reason,
        boolean escalated,
        @Nullable String currentStep,
        @Nullable String targetId,
        String agentId,
        Instant createdAt,
        Instant updatedAt) {

    public static SagaRow of(Saga saga) {
        return new SagaRow(
                saga.sagaId(),
                saga.tenantId(),
                proposed(saga.command()),
                saga.command().saga(),
                saga.status(),
                saga.reason(),
                saga.escalated(),
                SagaView.currentStep(saga),
                saga.command().targetId(),
                saga.command().agentId(),
                saga.createdAt(),
                saga.updatedAt());
    }

    private static String proposed(Command command) {
        return command.saga() == null ? command.proposed() : command.saga();
    }
}
