package io.sluice.topology.machine;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.topology.sink.ProviderCall;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A provider whose calls wait until the test lets them run. */
final class FakeProvider implements ProviderCall, Executor {

    private final ManualClock clock;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final List<Intent> fired = new ArrayList<>();
    private OutcomeResult answer = OutcomeResult.SUCCEEDED;
    private @Nullable String response;

    FakeProvider(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public void execute(Runnable call) {
        waiting.add(call);
    }

    @Override
    public Outcome dispatch(Intent intent, ToolContract contract, BooleanSupplier mayFire) {
        Instant now = clock.instant();
        boolean fires = mayFire.getAsBoolean();
        if (fires) {
            fired.add(intent);
        }
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                fires ? answer : OutcomeResult.NOT_FIRED,
                fires ? 201 : 0,
                fires ? "ref-" + fired.size() : null,
                response,
                null,
                false,
                null,
                0,
                now,
                now);
    }

    /** From now on every call ends so. */
    void answers(OutcomeResult result) {
        answer = result;
    }

    void responds(String json) {
        response = json;
    }

    /** Lets the calls run that wait now; how many these were. */
    int run() {
        int calls = waiting.size();
        for (int i = 0; i < calls; i++) {
            waiting.remove().run();
        }
        return calls;
    }

    /** Loses the calls that wait, as when the process dies. */
    void forget() {
        waiting.clear();
    }

    List<Intent> fired() {
        return List.copyOf(fired);
    }
}
