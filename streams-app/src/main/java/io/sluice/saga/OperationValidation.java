package io.sluice.saga;

import java.util.Optional;

/** What every operation of an operator must keep to, whatever saga it is about. */
public final class OperationValidation {

    private OperationValidation() {}

    /**
     * The first thing that is wrong with {@code operation}, if anything is.
     *
     * <p>With reason {@link Reason#INVALID_TENANT} there is nobody to tell: nothing may be stored under that name.
     */
    public static Optional<Problem> validate(Operation operation) {
        if (!Tenants.isValid(operation.tenantId())) {
            return Optional.of(FieldChecks.invalidTenant(operation.tenantId()));
        }
        FieldChecks checks = new FieldChecks()
                .requiredId("operation_id", operation.operationId())
                .requiredId("saga_id", operation.sagaId())
                .require(
                        operation.sagaId().startsWith(operation.tenantId() + "/"),
                        "saga_id is not one of this tenant's: it starts with the tenant and a slash")
                .requiredId("who", operation.who())
                .require(!operation.why().isBlank(), "why is empty: say in one sentence why it is done")
                .text("why", operation.why())
                .id("external_ref", operation.externalRef())
                .time("requested_at", operation.requestedAt());
        EffectRef effect = operation.effect();
        if (effect != null) {
            checks.requiredId("effect.step", effect.step());
        }
        subject(checks, operation);
        target(checks, operation);
        return checks.firstProblem(Reason.INVALID_OPERATION);
    }

    private static void subject(FieldChecks checks, Operation operation) {
        boolean resolves = operation.kind() == OperationKind.RESOLVE;
        boolean found =
                operation.resolution() == Resolution.COMMITTED || operation.resolution() == Resolution.NOT_COMMITTED;
        checks.require(!resolves || found, "resolve needs a resolution: committed or not_committed")
                .require(resolves || operation.resolution() == null, "only resolve takes a resolution")
                .require(
                        operation.externalRef() == null || operation.resolution() == Resolution.COMMITTED,
                        "only resolve as committed takes an external_ref");
        switch (operation.kind()) {
            case CANCEL, ROLL_BACK ->
                checks.require(operation.effect() == null, "it is about the whole saga: leave effect out");
            case RESOLVE, SKIP, COMPENSATE ->
                checks.require(operation.effect() != null, "it needs the effect it is about");
            case RETRY -> {}
            case SET_VERSION, SHOW_VERSION ->
                checks.require(operation.effect() == null, "it is about a target: leave effect out")
                        .require(
                                operation.sagaId().equals(Corrections.sagaId(operation.tenantId())),
                                "it is about a target: saga_id is " + Corrections.sagaId(operation.tenantId()));
            case REPLAY -> checks.require(false, "replay is about a dead letter, not about a saga");
            case UNRECOGNISED -> checks.require(false, "this version does not know the operation");
        }
    }

    private static void target(FieldChecks checks, Operation operation) {
        OperationTarget target = operation.target();
        boolean isSet = operation.kind() == OperationKind.SET_VERSION;
        boolean isAboutOne = isSet || operation.kind() == OperationKind.SHOW_VERSION;
        checks.require(
                isAboutOne == (target != null),
                "set_version and show_version, and they alone, need a target with its id");
        if (target != null) {
            String version = target.version();
            checks.id("target.type", target.type())
                    .requiredId("target.id", target.id())
                    .require(isSet == (version != null), "set_version, and it alone, needs target.version")
                    .requiredId("target.version", version == null ? "-" : version);
        }
    }
}
