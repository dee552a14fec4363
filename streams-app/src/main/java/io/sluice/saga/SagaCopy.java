package io.sluice.saga;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A copy in the making: what may change of a saga. */
final class SagaCopy {

    private final Saga from;

    @Nullable
    String definitionVersion;

    @Nullable
    OpenSaga open;

    SagaStatus status;

    @Nullable
    String reason;

    List<Step> steps;
    boolean escalated;

    @Nullable
    String failedStep;

    @Nullable
    RequestedUndo undo;

    @Nullable
    String quarantine;

    List<String> operations;
    List<Claim> claims;
    long sequence;
    Instant createdAt;
    Instant updatedAt;
    Instant deadline;

    @Nullable
    Long timeoutMs;

    @Nullable
    CommandResult result;

    SagaCopy(Saga from) {
        this.from = from;
        this.definitionVersion = from.definitionVersion();
        this.open = from.open();
        this.status = from.status();
        this.reason = from.reason();
        this.steps = from.steps();
        this.escalated = from.escalated();
        this.failedStep = from.failedStep();
        this.undo = from.undo();
        this.quarantine = from.quarantine();
        this.operations = from.operations();
        this.claims = from.claims();
        this.sequence = from.sequence();
        this.createdAt = from.createdAt();
        this.updatedAt = from.updatedAt();
        this.deadline = from.deadline();
        this.timeoutMs = from.timeoutMs();
        this.result = from.result();
    }

    Saga made() {
        return new Saga(
                from.sagaId(),
                from.tenantId(),
                from.command(),
                from.commandHash(),
                definitionVersion,
                open,
                status,
                reason,
                steps,
                escalated,
                failedStep,
                undo,
                quarantine,
                operations,
                claims,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                timeoutMs,
                result);
    }
}
