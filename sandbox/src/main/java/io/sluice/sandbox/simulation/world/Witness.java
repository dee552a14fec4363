package io.sluice.sandbox.simulation.world;

import io.sluice.claim.LedgerEvent;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.saga.Output;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Sees what happens in the world, at the moment it happens. Changes nothing. */
public interface Witness {

    /** Something happened that concerns no saga, in words. */
    default void happens(String what) {}

    default void processStarted(AppProcess process) {}

    default void lifeBegan(int partition, String incarnation, AppProcess process) {}

    default void lifeEnded(int partition, String incarnation, String how) {}

    /** A life is about to deal with a record. */
    default void reads(int partition, String incarnation, Inbound record) {}

    /** A life of the machine has dealt with a record; nothing is committed yet. */
    default void took(String incarnation, Inbound record, List<Transaction.Line> journaled, List<Output> told) {}

    /** A record is given up, with its original content and a reason. */
    default void deadLettered(Inbound record, String reason) {}

    default void timersFire(int partition, String incarnation) {}

    /** A line of the journal is committed. */
    default void journaled(int partition, Transaction.Line line) {}

    /** An output is committed. */
    default void told(int partition, Output output) {}

    /** A line of the claim ledger's journal is committed. */
    default void ledgered(LedgerHome home, LedgerEvent event, Instant at) {}

    /** All of a transaction of the claim ledger is committed. */
    default void ledgerCommitted(LedgerHome home) {}

    /** All of a transaction of the machine is committed. */
    default void committed(SagaHome home, Set<String> sagas) {}

    /** A message of a sink or a task is in the log. */
    default void said(int partition, OutcomeMessage message) {}

    /** A process passes a point at which something may befall it. */
    default void boundary(int number, Boundary boundary, AppProcess process) {}

    /** The last check has passed. */
    default void fired(Intent intent, AppProcess process) {}

    /**
     * The request leaves.
     *
     * @param sinceCheck milliseconds since the last check
     */
    default void sent(Intent intent, AppProcess process, long sinceCheck) {}

    /** A provider has done the work; for one that does each key once, only the first time. */
    default void worked(Intent intent) {}

    /** A provider has answered a call or a lookup; the answer may get lost. */
    default void answered(Intent intent, Outside.Reply reply) {}
}
