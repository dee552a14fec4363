package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.saga.AddedStep;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** 3. The same key with another payload is rejected and nothing runs; with the same payload it has the prior result. */
final class SameKeyOtherPayload extends Invariant {

    private final Map<String, String> requests = new HashMap<>();
    private final Map<String, String> payloads = new HashMap<>();

    SameKeyOtherPayload() {
        super(3);
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        if (record instanceof Inbound.Proposed proposed
                && !journaled.isEmpty()
                && journaled.getFirst().event() instanceof SagaEvent.CommandDuplicated duplicated) {
            payloads.put(duplicated.commandId(), CommandJson.hash(proposed.command()));
        }
    }

    @Override
    void recorded(Recorded recorded) {
        if (recorded.event() instanceof SagaEvent.CommandDuplicated duplicated) {
            String payload = payloadOf(recorded.saga(), duplicated);
            require(
                    payload == null || payload.equals(payloads.get(duplicated.commandId())),
                    "command %s passes as a duplicate, but its payload is another",
                    duplicated.commandId());
        } else if (recorded.event() instanceof SagaEvent.SagaStarted started && recorded.before() != null) {
            require(
                    recorded.before().commandHash().equals(started.commandHash()),
                    "saga %s is planned with another payload than it was begun with",
                    recorded.sagaId());
        }
    }

    /** What the command repeats; null where it says nothing but what to do with an open saga. */
    private static @Nullable String payloadOf(Saga saga, SagaEvent.CommandDuplicated duplicated) {
        return duplicated.original() == null
                ? saga.commandHash()
                : saga.steps().stream()
                        .flatMap(step -> Stream.ofNullable(step.added()))
                        .filter(added -> added.command().commandId().equals(duplicated.original()))
                        .map(AddedStep::commandHash)
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        if (intent.kind() == AttemptKind.CALL) {
            String first = requests.computeIfAbsent(intent.idempotencyKey(), key -> intent.requestHash());
            require(
                    first.equals(intent.requestHash()),
                    "%s calls with another request than under the same key before",
                    intent.intentId());
        }
    }
}
