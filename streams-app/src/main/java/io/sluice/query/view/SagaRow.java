package io.sluice.query.view;

import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One saga in a list.
 *
 * @param proposed the tool or the saga definition
 */
public record SagaRow(
        String sagaId,
        String tenantId,
        String proposed,
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
                saga.command().proposed(),
                saga.status(),
                saga.reason(),
                saga.escalated(),
                SagaView.currentStep(saga),
                saga.command().targetId(),
                saga.command().agentId(),
                saga.createdAt(),
                saga.updatedAt());
    }
}
