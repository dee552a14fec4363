package io.sluice.query;

import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sagas to list.
 *
 * @param status null for every status
 * @param escalatedOnly only those at which a person must look
 */
public record SagaFilter(String tenantId, @Nullable SagaStatus status, boolean escalatedOnly) {

    List<SagaStatus> statuses() {
        return status == null ? List.of(SagaStatus.values()) : List.of(status);
    }

    boolean matches(Saga saga) {
        return !escalatedOnly || saga.escalated() || saga.effects().anyMatch(effect -> effect.escalated());
    }
}
