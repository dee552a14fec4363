package io.sluice.saga.machine;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Intent;
import io.sluice.saga.Approval;
import io.sluice.saga.Attempt;
import io.sluice.saga.Command;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Context;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Output;
import io.sluice.saga.RequestedUndo;
import io.sluice.saga.Results;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SideEffects;
import io.sluice.saga.Step;
import io.sluice.saga.ToolRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells the outside what an event means for it. Written in the commit of the event, so never before the fact. */
public final class Reactor {

    private Reactor() {}

    /**
     * The outputs of one event.
     *
     * @param saga the state after the event
     */
    public static List<Output> react(Saga saga, SagaEvent event, Context context) {
        List<Output> outputs = new ArrayList<>();
        if (event instanceof SagaEvent.AttemptStarted started) {
            outputs.add(new Output.SendIntent(intent(saga, started)));
        }
        ClaimMessages.of(saga, event).ifPresent(message -> outputs.add(new Output.SendClaim(message)));
        if (changesRecord(event)) {
            outputs.addAll(records(saga, event));
        }
        tellees(saga, event)
                .forEach(commandId -> outputs.add(
                        new Output.PublishResult(Results.of(saga, context.now()).toldTo(commandId))));
        if (event instanceof SagaEvent.CommandDuplicated duplicated) {
            outputs.add(new Output.PublishResult(Results.duplicate(saga, duplicated, context.now())));
        }
        Output.PublishIntegrationEvent fact = fact(saga, event, context);
        if (fact != null) {
            outputs.add(fact);
        }
        return outputs;
    }

    /** The commands whose result the event changes. An agent that adds steps hears of each as it goes. */
    private static Stream<String> tellees(Saga saga, SagaEvent event) {
        if (changesResult(event)) {
            return saga.tellees();
        }
        String commandId = switch (event) {
            case SagaEvent.StepAdded added -> added.command().commandId();
            case SagaEvent.CommitRequested commit -> commit.commandId();
            case SagaEvent.RollBackRequested rollBack -> rollBack.commandId();
            case SagaEvent.EffectCommitted committed -> adder(saga, committed.effect());
            case SagaEvent.EffectFailed failed -> adder(saga, failed.effect());
            default -> null;
        };
        return Stream.ofNullable(commandId);
    }

    private static @Nullable String adder(Saga saga, EffectRef ref) {
        return saga.step(ref.step())
                .map(Step::added)
                .map(added -> added.command().commandId())
                .orElse(null);
    }

    private static boolean changesResult(SagaEvent event) {
        return switch (event) {
            case SagaEvent.SagaStarted started -> true;
            case SagaEvent.CommandDeferred deferred -> true;
            case SagaEvent.SagaOpened opened -> true;
            case SagaEvent.SagaQuarantined quarantined -> true;
            case SagaEvent.ApprovalRequested requested -> true;
            case SagaEvent.EffectEscalated escalated -> true;
            case SagaEvent.SagaEscalated escalated -> true;
            case SagaEvent.OperationApplied applied -> true;
            case SagaEvent.SagaEnded ended -> true;
            default -> false;
        };
    }

    private static boolean changesRecord(SagaEvent event) {
        return switch (event) {
            case SagaEvent.SagaStarted started -> true;
            case SagaEvent.StepAdded added -> true;
            case SagaEvent.EffectCompensated compensated -> true;
            case SagaEvent.CompensationImpossible impossible -> true;
            case SagaEvent.PolicyDecided decided -> false;
            case SagaEvent.RequestRendered rendered -> false;
            case SagaEvent.PlaceAwaited awaited -> false;
            case SagaEvent.AttemptEnded ended -> false;
            case SagaEvent.ClaimAsked asked -> false;
            case SagaEvent.ClaimHeld held -> false;
            case SagaEvent.VersionChecked checked -> false;
            case SagaEvent.OfEffect ofEffect -> true;
            default -> false;
        };
    }

    private static List<Output> records(Saga saga, SagaEvent event) {
        return switch (event) {
            case SagaEvent.OfEffect ofEffect -> List.of(record(saga, ofEffect.effect()));
            case SagaEvent.StepAdded added ->
                List.of(record(saga, EffectRef.forward(added.step().name())));
            case SagaEvent.EffectCompensated done -> List.of(record(saga, EffectRef.forward(done.step())));
            case SagaEvent.CompensationImpossible left -> List.of(record(saga, EffectRef.forward(left.step())));
            default ->
                saga.steps().stream()
                        .map(step -> record(saga, EffectRef.forward(step.name())))
                        .toList();
        };
    }

    private static Output record(Saga saga, EffectRef ref) {
        return new Output.PublishSideEffect(SideEffects.of(saga, ref));
    }

    private static Intent intent(Saga saga, SagaEvent.AttemptStarted started) {
        Effect effect = effect(saga, started.effect());
        Attempt attempt = started.attempt();
        return new Intent(
                attempt.intentId(),
                saga.tenantId(),
                saga.sagaId(),
                effect.sideEffectId(),
                attempt.kind(),
                effect.tool().name(),
                effect.tool().version(),
                effect.idempotencyKey(),
                started.requestHash(),
                started.request(),
                started.readBack(),
                effect.progress().externalRef(),
                attempt.incarnation(),
                attempt.notAfter(),
                started.timeoutMs());
    }

    private static Output.@Nullable PublishIntegrationEvent fact(Saga saga, SagaEvent event, Context context) {
        return switch (event) {
            case SagaEvent.EffectCommitted committed -> declared(saga, committed.effect(), context);
            case SagaEvent.EffectCompensated done -> compensated(saga, done, context);
            case SagaEvent.ApprovalRequested requested ->
                ofEffect(saga, requested.effect(), "ApprovalRequested", null, context.now());
            case SagaEvent.EffectEscalated escalated ->
                ofEffect(saga, escalated.effect(), "EffectEscalated", escalated.reason(), context.now());
            case SagaEvent.SagaEscalated escalated -> ofSaga(saga, "SagaEscalated", escalated.reason(), context.now());
            case SagaEvent.SagaQuarantined quarantined ->
                ofSaga(saga, "SagaEscalated", quarantined.reason(), context.now());
            case SagaEvent.SagaEnded ended ->
                isEndedAsBefore(saga) ? null : ofSaga(saga, endedType(ended), ended.reason(), context.now());
            default -> null;
        };
    }

    private static Output.PublishIntegrationEvent compensated(
            Saga saga, SagaEvent.EffectCompensated done, Context context) {
        Output.PublishIntegrationEvent fact =
                ofEffect(saga, EffectRef.forward(done.step()), "EffectCompensated", done.reason(), context.now());
        RequestedUndo undo = saga.undo();
        if (undo != null) {
            fact.attributes().put("requested_by", undo.who());
            fact.attributes().put("why", undo.why());
        }
        return fact;
    }

    /** A step was undone after the end, and the saga stands as it stood: nobody needs to hear of its end again. */
    private static boolean isEndedAsBefore(Saga saga) {
        RequestedUndo undo = saga.undo();
        return undo != null && undo.endedAs() == saga.status();
    }

    /** The event that the tool's contract declares; a compensation is told of by its forward effect. */
    private static Output.@Nullable PublishIntegrationEvent declared(Saga saga, EffectRef ref, Context context) {
        if (ref.direction() == Direction.COMPENSATION) {
            return null;
        }
        ToolRef tool = effect(saga, ref).tool();
        return context.catalog()
                .tool(tool.name(), tool.version())
                .map(ToolContract::event)
                .map(type -> ofEffect(saga, ref, type, null, context.now()))
                .orElse(null);
    }

    private static String endedType(SagaEvent.SagaEnded ended) {
        return switch (ended.status()) {
            case COMMITTED -> "SagaCommitted";
            case ROLLED_BACK -> "SagaRolledBack";
            default -> "SagaFailed";
        };
    }

    private static Output.PublishIntegrationEvent ofEffect(
            Saga saga, EffectRef ref, String type, @Nullable String reason, Instant at) {
        Effect effect = effect(saga, ref);
        Command command = saga.step(ref.step()).map(saga::commandOf).orElseGet(saga::command);
        Map<String, String> attributes = attributes(command, reason);
        attributes.put("side_effect_id", effect.sideEffectId());
        attributes.put("step", ref.step());
        attributes.put("tool", effect.tool().name());
        Approval approval = effect.approval();
        if (approval != null) {
            put(attributes, "approval_id", approval.approvalId());
        }
        Confirmation confirmation = effect.confirmation();
        if (confirmation != null) {
            put(attributes, "external_ref", confirmation.externalRef());
        }
        return new Output.PublishIntegrationEvent(
                effect.sideEffectId() + "/" + type + "/" + saga.sequence(),
                type,
                saga.tenantId(),
                saga.sagaId(),
                attributes,
                at);
    }

    private static Output.PublishIntegrationEvent ofSaga(Saga saga, String type, @Nullable String reason, Instant at) {
        return new Output.PublishIntegrationEvent(
                saga.sagaId() + "/" + type + "/" + saga.sequence(),
                type,
                saga.tenantId(),
                saga.sagaId(),
                attributes(saga.command(), reason),
                at);
    }

    private static Map<String, String> attributes(Command command, @Nullable String reason) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("command_id", command.commandId());
        attributes.put("run_id", command.runId());
        attributes.put("agent_id", command.agentId());
        put(attributes, "definition", command.definition());
        put(attributes, "saga", command.saga());
        put(attributes, "target_type", command.targetType());
        put(attributes, "target_id", command.targetId());
        put(attributes, "recipient_id", command.recipientId());
        put(attributes, "artifact_id", command.artifactId());
        put(attributes, "artifact_version", command.artifactVersion());
        put(attributes, "reason", reason);
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable String value) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    private static Effect effect(Saga saga, EffectRef ref) {
        Effect effect = saga.effect(ref);
        if (effect == null) {
            throw new IllegalStateException("no " + ref + " in " + saga.sagaId());
        }
        return effect;
    }
}
