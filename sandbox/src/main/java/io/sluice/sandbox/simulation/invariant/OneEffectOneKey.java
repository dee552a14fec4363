package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.Intent;
import io.sluice.idempotency.Keys;
import io.sluice.saga.Command;
import io.sluice.saga.Effect;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import java.util.HashMap;
import java.util.Map;

/** 2. One logical effect has one key, made from structure alone; a compensation's key is another one. */
final class OneEffectOneKey extends Invariant {

    private final Map<String, String> effectOfKey = new HashMap<>();
    private final Map<String, String> keyOfEffect = new HashMap<>();

    OneEffectOneKey() {
        super(2);
    }

    @Override
    public void told(int partition, Output output) {
        if (output instanceof Output.SendIntent send) {
            Intent intent = send.intent();
            String key = intent.idempotencyKey();
            String effect = intent.sideEffectId();
            require(
                    key.equals(keyOfEffect.computeIfAbsent(effect, first -> key)),
                    "%s is called with another key than before",
                    effect);
            require(
                    effect.equals(effectOfKey.computeIfAbsent(key, first -> effect)),
                    "%s has the key of %s",
                    effect,
                    effectOfKey.get(key));
        }
    }

    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.SagaStarted) {
            Saga saga = recorded.saga();
            saga.steps().forEach(step -> ofStructure(saga, step));
        } else if (recorded.event() instanceof SagaEvent.StepAdded added) {
            Saga saga = recorded.saga();
            saga.step(added.step().name()).ifPresent(step -> ofStructure(saga, step));
        } else if (recorded.event() instanceof SagaEvent.AttemptStarted started && started.compensation() != null) {
            Saga saga = recorded.saga();
            saga.step(started.effect().step()).ifPresent(step -> ofCompensation(saga, step));
        }
    }

    private void ofStructure(Saga saga, Step step) {
        require(
                key(saga.commandOf(step), step).equals(step.forward().idempotencyKey()),
                "the key of step %s of %s does not follow from tenant, run, step and tool",
                step.name(),
                saga.sagaId());
    }

    private static String key(Command command, Step step) {
        String tool = step.forward().tool().name();
        String definition = command.definition();
        if (command.saga() != null) {
            return Keys.ofAddedStep(command.tenantId(), command.runId(), command.saga(), step.name(), tool);
        }
        return definition == null
                ? Keys.ofTool(command.tenantId(), command.runId(), command.stepId(), tool)
                : Keys.ofStep(command.tenantId(), command.runId(), command.stepId(), definition, step.name(), tool);
    }

    private void ofCompensation(Saga saga, Step step) {
        Effect undo = step.compensation();
        if (undo != null) {
            String key = Keys.ofCompensation(
                    saga.tenantId(),
                    step.forward().idempotencyKey(),
                    undo.tool().name());
            require(
                    key.equals(undo.idempotencyKey()),
                    "the key of the compensation of step %s of %s does not follow from its forward key",
                    step.name(),
                    saga.sagaId());
        }
    }
}
