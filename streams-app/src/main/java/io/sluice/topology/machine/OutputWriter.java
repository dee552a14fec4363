package io.sluice.topology.machine;

import io.sluice.saga.CommandResult;
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.SideEffect;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what the outside is told. Of one side effect or one command only the last word within an input is written. */
final class OutputWriter {

    private final Topics topics;
    private final Codecs codecs;

    OutputWriter(Topics topics, Codecs codecs) {
        this.topics = topics;
        this.codecs = codecs;
    }

    void write(Batch batch, List<Output> outputs) {
        Map<String, SideEffect> sideEffects = new LinkedHashMap<>();
        Map<String, CommandResult> results = new LinkedHashMap<>();
        for (Output output : outputs) {
            switch (output) {
                case Output.SendIntent send ->
                    batch.forward(
                            topics.intents(),
                            StoreKeys.utf8(send.intent().sagaId()),
                            codecs.intent().toBytes(send.intent()));
                case Output.SendClaim send ->
                    batch.forward(
                            topics.claims(),
                            StoreKeys.utf8(send.message().key()),
                            codecs.claim().toBytes(send.message()));
                case Output.PublishIntegrationEvent event ->
                    batch.forward(
                            topics.integrationEvents(),
                            StoreKeys.utf8(event.sagaId()),
                            codecs.integrationEvent().toBytes(event));
                case Output.PublishSideEffect publish ->
                    sideEffects.put(publish.record().sideEffectId(), publish.record());
                case Output.PublishResult publish -> {
                    if (!isToNobody(publish.result())) {
                        results.put(key(publish.result()), publish.result());
                    }
                }
            }
        }
        sideEffects.forEach((id, record) -> batch.forward(
                topics.sideEffects(), StoreKeys.utf8(id), codecs.sideEffect().toBytes(record)));
        results.forEach((key, result) -> batch.forward(
                topics.commandResults(),
                StoreKeys.utf8(key),
                codecs.commandResult().toBytes(result)));
    }

    /** Whoever did not prove who they are may have sent another's command id, whose result this would stand in for. */
    private static boolean isToNobody(CommandResult result) {
        return Reason.IDENTITY_MISSING.equals(result.reason()) || Reason.IDENTITY_REFUSED.equals(result.reason());
    }

    private static String key(CommandResult result) {
        return result.tenantId() + "/" + result.commandId();
    }
}
