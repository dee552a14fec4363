package io.sluice.sandbox.simulation.planted;

import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.partition.Machine;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.Input;
import io.sluice.saga.Limits;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.Seams;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bugs in what permits an effect: policy, grants, and the conditions of a definition. */
final class PermissionBugs {

    private PermissionBugs() {}

    /** Policy is not asked before an intent. */
    static Machine noDecisionBeforeTheIntent() {
        return MachineBugs.deciding(events -> events.stream()
                .filter(event -> !(event instanceof SagaEvent.PolicyDecided decided
                        && decided.phase() == SagaEvent.Phase.INTENT))
                .toList());
    }

    /** A grant is believed whatever its hash names. */
    static Machine grantForAnotherRequest() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                if (saga != null && input instanceof Input.Review review) {
                    for (Effect effect : saga.effects().toList()) {
                        if (effect.approval() != null
                                && effect.approval()
                                        .approvalId()
                                        .equals(review.decision().approvalId())) {
                            return super.decide(
                                    saga,
                                    new Input.Review(Records.with(
                                            review.decision(),
                                            "requestHash",
                                            effect.approval().requestHash())),
                                    context);
                        }
                    }
                }
                return super.decide(saga, input, context);
            }
        };
    }

    /** A call may be made for as long as any other, whenever the grant for it ends. */
    static Machine callOutlivesItsGrant() {
        return MachineBugs.deciding(events -> events.stream()
                .map(event -> event instanceof SagaEvent.AttemptStarted started
                        ? Records.with(
                                started,
                                "attempt",
                                Records.with(
                                        started.attempt(),
                                        "notAfter",
                                        started.attempt().startedAt().plus(Limits.DEFAULTS.intentValidity())))
                        : event)
                .toList());
    }

    /** A step runs although its condition does not hold. */
    static Seams conditionIgnored() {
        return withoutInSteps("when");
    }

    /** A step does not wait for its time. */
    static Seams startedBeforeItsTime() {
        return withoutInSteps("notBefore");
    }

    private static Seams withoutInSteps(String field) {
        return Seams.NONE.withCatalog(real -> new OtherCatalog(real) {
            @Override
            public Optional<SagaDefinition> definition(String name) {
                return super.definition(name).map(definition -> without(definition, field));
            }

            @Override
            public Optional<SagaDefinition> definition(String name, String version) {
                return super.definition(name, version).map(definition -> without(definition, field));
            }
        });
    }

    private static SagaDefinition without(SagaDefinition definition, String field) {
        return Records.with(
                definition,
                "steps",
                definition.steps().stream()
                        .map(step -> Records.<StepDefinition>with(step, field, null))
                        .toList());
    }
}
