package io.sluice.saga;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks of a saga or of one of its effects, or says of the version of a target. Everything in it is untrusted.
 *
 * @param operationId the message's own id; a redelivery carries the same one
 * @param effect the effect that is meant; null for the whole saga
 * @param resolution for {@link OperationKind#RESOLVE}, what was found out; null otherwise
 * @param externalRef for {@link OperationKind#RESOLVE}, the provider's reference, where it is known
 * @param target for {@link OperationKind#SET_VERSION} and {@link OperationKind#SHOW_VERSION}, what has which version; null otherwise
 * @param who the operator
 * @param why one sentence for the journal
 */
public record Operation(
        String operationId,
        OperationKind kind,
        String tenantId,
        String sagaId,
        @Nullable EffectRef effect,
        @Nullable Resolution resolution,
        @Nullable String externalRef,
        @Nullable OperationTarget target,
        String who,
        String why,
        Instant requestedAt) {

    /** About a saga. */
    public Operation(
            String operationId,
            OperationKind kind,
            String tenantId,
            String sagaId,
            @Nullable EffectRef effect,
            @Nullable Resolution resolution,
            @Nullable String externalRef,
            String who,
            String why,
            Instant requestedAt) {
        this(operationId, kind, tenantId, sagaId, effect, resolution, externalRef, null, who, why, requestedAt);
    }
}
