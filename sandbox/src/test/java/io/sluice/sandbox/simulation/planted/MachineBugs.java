package io.sluice.sandbox.simulation.planted;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.Reversibility;
import io.sluice.partition.Machine;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bugs in the decisions about single sagas. */
final class MachineBugs {

    private MachineBugs() {}

    /** A lookup that shows nothing is believed although the call may still arrive. */
    static Machine negativeLookupTrustedTooSoon() {
        return answering(outcome -> outcome.result() == OutcomeResult.NOT_FOUND
                ? Records.with(outcome, "startedAt", outcome.startedAt().plus(Duration.ofMinutes(1)))
                : outcome);
    }

    /** What nobody knows counts as refused. */
    static Machine unknownTakenForFailed() {
        return answering(outcome -> outcome.result() == OutcomeResult.UNKNOWN
                ? Records.with(outcome, "result", OutcomeResult.TERMINAL)
                : outcome);
    }

    /** The read-back is left out of the intent, and the answer is believed. */
    static Machine readBackSkipped() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(saga, seen(input), context);
            }

            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                return intents(super.react(saga, event, context), intent -> Records.with(intent, "readBack", null));
            }
        };
    }

    /** Two acts with the same content have the same key. */
    static Machine keyFromThePayload() {
        return new OtherMachine() {
            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                return intents(
                        super.react(saga, event, context),
                        intent -> Records.with(intent, "idempotencyKey", hash(body(intent))));
            }
        };
    }

    /** Each attempt after the first has a key of its own. */
    static Machine keyOfTheAttempt() {
        return new OtherMachine() {
            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                return intents(
                        super.react(saga, event, context),
                        intent -> intent.intentId().endsWith("#1")
                                ? intent
                                : Records.with(intent, "idempotencyKey", hash(intent.intentId())));
            }
        };
    }

    /** What undoes a step is not in the commit of its intent. */
    static Machine compensationRegisteredAfterTheCall() {
        return deciding(events -> events.stream()
                .map(event -> event instanceof SagaEvent.AttemptStarted started
                        ? Records.with(started, "compensation", null)
                        : event)
                .toList());
    }

    /** The first step is undone first. */
    static Machine forwardOrderOfCompensation() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                if (saga != null && saga.status() == SagaStatus.COMPENSATING) {
                    return super.decide(reversed(saga), input, context);
                }
                return super.decide(saga, input, context) instanceof Decision.Accepted accepted
                        ? turned(saga, accepted, context)
                        : super.decide(saga, input, context);
            }

            private Decision turned(@Nullable Saga saga, Decision.Accepted accepted, Context context) {
                List<SagaEvent> events = new ArrayList<>();
                Saga after = saga;
                for (SagaEvent event : accepted.events()) {
                    events.add(event);
                    after = evolve(after, event, context.now());
                    if (event instanceof SagaEvent.CompensationStarted
                            && after != null
                            && super.decide(reversed(after), new Input.Due(), context)
                                    instanceof Decision.Accepted rest) {
                        events.addAll(rest.events());
                        return new Decision.Accepted(events);
                    }
                }
                return accepted;
            }
        };
    }

    /** A saga is undone although its pivot has happened. */
    static Machine pivotIgnored() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(saga == null || saga.isOpen() ? saga : withoutDoors(saga), input, context);
            }
        };
    }

    /** A success that comes after its attempt was given up is thrown away. */
    static Machine lateSuccessDropped() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                boolean isLate = saga != null
                        && input instanceof Input.Answer answer
                        && answer.outcome().result() == OutcomeResult.SUCCEEDED
                        && !isOpen(saga, answer.outcome().intentId());
                return isLate
                        ? new Decision.Rejected(Reason.STALE_OUTCOME, "too late")
                        : super.decide(saga, input, context);
            }
        };
    }

    /** An outcome that comes again is taken for news, as by a task that remembers too little. */
    static Machine duplicateOutcomeAppliedTwice() {
        Map<String, Saga> asItWas = new HashMap<>();
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                if (saga != null && input instanceof Input.Answer answer) {
                    String intentId = answer.outcome().intentId();
                    if (isOpen(saga, intentId)) {
                        asItWas.put(intentId, saga);
                    }
                    return super.decide(asItWas.getOrDefault(intentId, saga), input, context);
                }
                return super.decide(saga, input, context);
            }
        };
    }

    /** A command with another payload passes as the same one. */
    static Machine otherPayloadPassesForTheSame() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return saga != null && input instanceof Input.Propose propose
                        ? super.decide(
                                saga,
                                new Input.Propose(Records.with(
                                        propose.command(),
                                        "arguments",
                                        saga.command().arguments())),
                                context)
                        : super.decide(saga, input, context);
            }
        };
    }

    /** A duplicate leaves no trace. */
    static Machine duplicateSwallowed() {
        return deciding(events -> events.stream()
                .filter(event -> !(event instanceof SagaEvent.CommandDuplicated))
                .toList());
    }

    /** The first tenant's name is in the requests of all. */
    static Machine tenantsMixedUp() {
        return new OtherMachine() {
            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                return intents(
                        super.react(saga, event, context),
                        intent -> Records.with(
                                intent,
                                "request",
                                Records.with(
                                        intent.request(), "body", body(intent).replace("bolt", "acme"))));
            }
        };
    }

    /** One saga makes the machine throw. */
    static Machine throwsOnOneKindOfSaga() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                if (saga != null && "pair".equals(saga.command().definition()) && input instanceof Input.Answer) {
                    throw new IllegalStateException("planted");
                }
                return super.decide(saga, input, context);
            }
        };
    }

    private static Machine answering(UnaryOperator<Outcome> change) {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return input instanceof Input.Answer answer
                        ? super.decide(saga, new Input.Answer(change.apply(answer.outcome())), context)
                        : super.decide(saga, input, context);
            }
        };
    }

    static Machine deciding(UnaryOperator<List<SagaEvent>> change) {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                Decision decision = super.decide(saga, input, context);
                return decision instanceof Decision.Accepted accepted
                        ? new Decision.Accepted(change.apply(accepted.events()))
                        : decision;
            }
        };
    }

    private static Input seen(Input input) {
        return input instanceof Input.Answer answer && answer.outcome().result() == OutcomeResult.SUCCEEDED
                ? new Input.Answer(Records.with(answer.outcome(), "readBack", true))
                : input;
    }

    private static List<Output> intents(List<Output> outputs, UnaryOperator<Intent> change) {
        return outputs.stream()
                .map(output -> output instanceof Output.SendIntent send
                                && send.intent().kind() == AttemptKind.CALL
                        ? new Output.SendIntent(change.apply(send.intent()))
                        : output)
                .toList();
    }

    private static String hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String body(Intent intent) {
        return Optional.ofNullable(intent.request().body()).orElse("");
    }

    private static boolean isOpen(Saga saga, String intentId) {
        return saga.openAttempts().stream()
                .anyMatch(attempt -> attempt.intentId().equals(intentId));
    }

    private static Saga reversed(Saga saga) {
        return Records.with(saga, "steps", saga.steps().reversed());
    }

    static Saga withoutDoors(Saga saga) {
        List<Step> steps = saga.steps().stream()
                .map(step -> Records.with(step, "reversibility", Reversibility.COMPENSABLE))
                .toList();
        return Records.with(saga, "steps", steps);
    }
}
