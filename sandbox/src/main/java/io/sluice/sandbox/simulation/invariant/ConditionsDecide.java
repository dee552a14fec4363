package io.sluice.sandbox.simulation.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.SagaDefinition.StepDefinition;
import io.sluice.effect.AttemptKind;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Direction;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 4. A definition's conditions are decisions too: what they leave out never starts, nor too early, nor too late. */
final class ConditionsDecide extends Invariant {

    private static final String OF_STEP = "$/steps/";
    private static final String OF_COMMAND = "$/arguments/";

    private final Contracts contracts;
    private final Duration tolerance;

    /**
     * @param tolerance how far two clocks are apart: what is due by one may wait for a place and get it by the other
     */
    ConditionsDecide(Contracts contracts, Duration tolerance) {
        super(4);
        this.contracts = contracts;
        this.tolerance = tolerance;
    }

    @Override
    void recorded(Recorded recorded) {
        switch (recorded.event()) {
            case SagaEvent.AttemptStarted started -> {
                if (started.effect().direction() == Direction.FORWARD
                        && started.attempt().kind() == AttemptKind.CALL) {
                    started(recorded, started);
                }
            }
            case SagaEvent.EffectPassedOver passed -> {
                String step = passed.effect().step();
                require(
                        passed.reason().equals(Reason.NOTHING_TO_DO) && !holds(recorded.saga(), step),
                        "step %s of %s is passed over, but its condition holds",
                        step,
                        recorded.sagaId());
            }
            case SagaEvent.EffectCompensated done -> {
                Step step = recorded.saga().step(done.step()).orElseThrow();
                require(
                        done.reason() == null || !isToUndo(step),
                        "step %s of %s counts as undone for want of anything to undo, and there is something",
                        done.step(),
                        recorded.sagaId());
            }
            default -> {}
        }
    }

    private void started(Recorded recorded, SagaEvent.AttemptStarted started) {
        Saga saga = recorded.saga();
        String name = started.effect().step();
        String intent = started.attempt().intentId();
        require(holds(saga, name), "%s starts although the condition of its step does not hold", intent);
        String notBefore = definition(saga, name).map(StepDefinition::notBefore).orElse(null);
        require(
                notBefore == null
                        || started.attempt().number() > 1
                        || !recorded.at()
                                .plus(tolerance)
                                .isBefore(saga.createdAt().plus(Duration.parse(notBefore))),
                "%s starts before its step's time has come",
                intent);
        Step step = saga.step(name).orElseThrow();
        Instant deadline = step.deadline();
        require(
                deadline == null
                        || recorded.at().isBefore(deadline)
                        || step.forward().progress().doubt(),
                "%s starts after its step's time is over",
                intent);
    }

    private boolean holds(Saga saga, String name) {
        String when = definition(saga, name).map(StepDefinition::when).orElse(null);
        if (when == null) {
            return true;
        }
        if (when.startsWith(OF_STEP)) {
            String earlier = when.substring(OF_STEP.length(), when.indexOf('/', OF_STEP.length()));
            return saga.step(earlier)
                    .map(step -> step.forward().confirmation())
                    .filter(confirmation -> confirmation.externalRef() != null)
                    .isPresent();
        }
        JsonNode arguments = CommandJson.parse(saga.command().arguments());
        return arguments.path(when.substring(OF_COMMAND.length())).asBoolean();
    }

    private boolean isToUndo(Step step) {
        var compensation = contracts.of(step.forward().tool()).compensation();
        var rendered = step.forward().rendered();
        if (compensation == null || compensation.when() == null || rendered == null) {
            return true;
        }
        return CommandJson.parse(rendered.arguments()).path("odd").asBoolean();
    }

    private Optional<StepDefinition> definition(Saga saga, String step) {
        @Nullable
        SagaDefinition definition = contracts.definition(saga.command().definition());
        return definition == null
                ? Optional.empty()
                : definition.steps().stream()
                        .filter(one -> one.name().equals(step))
                        .findFirst();
    }
}
