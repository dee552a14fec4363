package io.sluice.sandbox.simulation.invariant;

import io.sluice.effect.Intent;
import io.sluice.saga.Output;
import io.sluice.sandbox.simulation.world.AppProcess;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** 1. A provider is called only for an attempt that was committed to the log before the call, and once for each. */
final class IntentBeforeCall extends Invariant {

    private final Map<String, Intent> committed = new HashMap<>();
    private final Set<String> sent = new HashSet<>();

    IntentBeforeCall() {
        super(1);
    }

    @Override
    public void told(int partition, Output output) {
        if (output instanceof Output.SendIntent send) {
            committed.put(send.intent().intentId(), send.intent());
        }
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        Intent permitted = committed.get(intent.intentId());
        require(permitted != null, "%s calls for %s, which is not committed", process, intent.intentId());
        require(
                intent.equals(permitted),
                "%s calls for %s with another request than was committed",
                process,
                intent.intentId());
        require(sent.add(intent.intentId()), "%s calls a second time for %s", process, intent.intentId());
    }
}
