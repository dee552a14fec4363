package io.sluice.saga;

import org.jspecify.annotations.Nullable;

/** Makes the published lifecycle record of one side effect from the state of its saga. */
public final class SideEffects {

    private SideEffects() {}

    /** The record of the effect that {@code ref} names; the effect must exist. */
    public static SideEffect of(Saga saga, EffectRef ref) {
        Effect effect = saga.effect(ref);
        if (effect == null) {
            throw new IllegalArgumentException("no " + ref + " in " + saga.sagaId());
        }
        Command command = saga.step(ref.step()).map(saga::commandOf).orElseGet(saga::command);
        Rendered rendered = effect.rendered();
        Approval approval = effect.approval();
        @Nullable Confirmation confirmation = effect.confirmation();
        return new SideEffect(
                effect.sideEffectId(),
                saga.tenantId(),
                saga.sagaId(),
                command.runId(),
                command.commandId(),
                ref.step(),
                ref.direction(),
                effect.tool().name(),
                effect.tool().version(),
                effect.tool().effectType(),
                command.targetType(),
                command.targetId(),
                effect.idempotencyKey(),
                rendered == null ? null : rendered.requestHash(),
                effect.status(),
                effect.reason(),
                confirmation == null ? effect.progress().externalRef() : confirmation.externalRef(),
                approval == null ? null : approval.approvalId(),
                confirmation == null ? null : confirmation.confirmedBy(),
                effect.progress().attempts(),
                effect.escalated(),
                effect.createdAt(),
                effect.updatedAt(),
                confirmation == null ? null : confirmation.endedAt());
    }
}
