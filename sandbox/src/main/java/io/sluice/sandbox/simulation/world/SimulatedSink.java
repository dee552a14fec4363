package io.sluice.sandbox.simulation.world;

import io.sluice.catalog.Catalog;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeMessage;
import io.sluice.effect.OutcomeResult;
import io.sluice.partition.Sink;
import io.sluice.topology.sink.Clocks;
import io.sluice.topology.sink.Gate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/** The sink of one life, as the Kafka shell has it: the real gate, calls on threads of their own, last words at its close. */
final class SimulatedSink implements Sink {

    private final World world;
    private final SagaHome home;
    private final AppProcess process;
    private final String incarnation;
    private final Supplier<Catalog> catalog;
    private final Gate gate = new Gate();
    private final Clocks clocks;

    SimulatedSink(World world, SagaHome home, AppProcess process, String incarnation, Supplier<Catalog> catalog) {
        this.world = world;
        this.home = home;
        this.process = process;
        this.incarnation = incarnation;
        this.catalog = catalog;
        clocks = new Clocks(process.clock(), process.clock()::nanos);
    }

    @Override
    public void offer(Intent intent) {
        if (catalog.get().tool(intent.tool(), intent.toolVersion()).isEmpty()) {
            report(notFired(intent, "its contract is not known here"));
            return;
        }
        new Dispatch(world, this, process, gate.admit(intent, clocks)).start();
    }

    @Override
    public void close(long nextIntentOffset) {
        for (Intent intent : gate.shut()) {
            report(notFired(intent, "the task was closing"));
        }
        channel().send(home, new OutcomeMessage.TaskClosed(incarnation, nextIntentOffset, now()));
    }

    Channel channel() {
        return world.channel(process);
    }

    void done(Gate.Permit permit) {
        gate.done(permit);
    }

    void report(Outcome outcome) {
        channel().send(home, new OutcomeMessage.Answered(outcome));
    }

    private Outcome notFired(Intent intent, String why) {
        Instant now = now();
        return new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                incarnation,
                OutcomeResult.NOT_FIRED,
                0,
                null,
                null,
                null,
                false,
                why,
                0,
                now,
                now);
    }

    private Instant now() {
        return process.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
