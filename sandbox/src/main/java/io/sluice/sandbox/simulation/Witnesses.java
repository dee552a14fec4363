package io.sluice.sandbox.simulation;

import io.sluice.claim.LedgerEvent;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Output;
import io.sluice.sandbox.simulation.world.AppProcess;
import io.sluice.sandbox.simulation.world.Boundary;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.LedgerHome;
import io.sluice.sandbox.simulation.world.Outside;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.Witness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Several witnesses, who see everything in the order in which they came. */
final class Witnesses implements Witness {

    private final List<Witness> all = new ArrayList<>();

    void add(Witness witness) {
        all.add(witness);
    }

    @Override
    public void happens(String what) {
        all.forEach(witness -> witness.happens(what));
    }

    @Override
    public void processStarted(AppProcess process) {
        all.forEach(witness -> witness.processStarted(process));
    }

    @Override
    public void lifeBegan(int partition, String incarnation, AppProcess process) {
        all.forEach(witness -> witness.lifeBegan(partition, incarnation, process));
    }

    @Override
    public void lifeEnded(int partition, String incarnation, String how) {
        all.forEach(witness -> witness.lifeEnded(partition, incarnation, how));
    }

    @Override
    public void reads(int partition, String incarnation, Inbound record) {
        all.forEach(witness -> witness.reads(partition, incarnation, record));
    }

    @Override
    public void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {
        all.forEach(witness -> witness.took(incarnation, record, journaled, told));
    }

    @Override
    public void deadLettered(Inbound record, String reason) {
        all.forEach(witness -> witness.deadLettered(record, reason));
    }

    @Override
    public void timersFire(int partition, String incarnation) {
        all.forEach(witness -> witness.timersFire(partition, incarnation));
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        all.forEach(witness -> witness.journaled(partition, line));
    }

    @Override
    public void told(int partition, Output output) {
        all.forEach(witness -> witness.told(partition, output));
    }

    @Override
    public void ledgered(LedgerHome home, LedgerEvent event, Instant at) {
        all.forEach(witness -> witness.ledgered(home, event, at));
    }

    @Override
    public void ledgerCommitted(LedgerHome home) {
        all.forEach(witness -> witness.ledgerCommitted(home));
    }

    @Override
    public void committed(SagaHome home, Set<String> sagas) {
        all.forEach(witness -> witness.committed(home, sagas));
    }

    @Override
    public void said(int partition, OutcomeMessage message) {
        all.forEach(witness -> witness.said(partition, message));
    }

    @Override
    public void boundary(int number, Boundary boundary, AppProcess process) {
        all.forEach(witness -> witness.boundary(number, boundary, process));
    }

    @Override
    public void fired(Intent intent, AppProcess process) {
        all.forEach(witness -> witness.fired(intent, process));
    }

    @Override
    public void sent(Intent intent, AppProcess process, long sinceCheck) {
        all.forEach(witness -> witness.sent(intent, process, sinceCheck));
    }

    @Override
    public void worked(Intent intent) {
        all.forEach(witness -> witness.worked(intent));
    }

    @Override
    public void answered(Intent intent, Outside.Reply reply) {
        all.forEach(witness -> witness.answered(intent, reply));
    }
}
