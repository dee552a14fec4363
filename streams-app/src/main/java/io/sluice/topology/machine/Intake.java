package io.sluice.topology.machine;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.ReviewerDecision;
import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.ClaimAnswer;
import io.sluice.identity.Identities;
import io.sluice.identity.NamedAgent;
import io.sluice.identity.Verification;
import io.sluice.partition.Partition;
import io.sluice.saga.Command;
import io.sluice.saga.Corrections;
import io.sluice.saga.Input;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationValidation;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.saga.Tenants;
import io.sluice.saga.machine.DryRunTargets;
import io.sluice.saga.machine.PreIssued;
import io.sluice.topology.IdentityHeader;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Takes in what others write: commands, decisions, operations and catalogs. Everything in them is untrusted. */
final class Intake {

    /** Longer than any tenant, a slash and a hash in hex. */
    private static final int MAX_SAGA_ID = 160;

    private static final byte[] HOPPED = {'1'};

    private final Codecs codecs;
    private final Partitioning partitioning;
    private final Partition partition;
    private final CatalogKeeper catalog;
    private final Journal journal;
    private final DecisionKeys decisionKeys;
    private final Identities identities;

    /** For what comes from where the topic's ACL says nothing of who speaks. */
    private final Identities strangers;

    Intake(
            Codecs codecs,
            Partitioning partitioning,
            Partition partition,
            CatalogKeeper catalog,
            Journal journal,
            DecisionKeys decisionKeys,
            Identities identities) {
        this.codecs = codecs;
        this.partitioning = partitioning;
        this.partition = partition;
        this.catalog = catalog;
        this.journal = journal;
        this.decisionKeys = decisionKeys;
        this.identities = identities;
        strangers = identities.trustingNobody();
    }

    void command(Inbound record, StoreChanges changes) throws UndecodableException {
        Command command = codecs.command().fromBytes(record.value(), record.madeAt());
        if (!Tenants.isValid(command.tenantId())) {
            throw new UndecodableException(
                    DeadLetters.INVALID_TENANT,
                    "tenant_id is not a name that a tenant can have: at most 63 of a-z, 0-9, '.', '_' and '-'.");
        }
        Input.Propose proposed = proposed(command, record);
        if (proposed.distrust() == null && DryRunTargets.isToAsk(command)) {
            owned(record, SagaIds.of(command), changes, () -> {
                byte[] value = codecs.command().toBytes(proposed.command());
                changes.publish(List.of(new Output.SendClaim(DryRunTargets.ask(command, ByteBuffer.wrap(value)))));
                changes.apply();
            });
        } else {
            owned(record, SagaIds.of(command), proposed, changes);
        }
    }

    /** A dry run goes on now that it is known which version its target has. Who proposes was found out before. */
    Input dryRun(ClaimAnswer answer, Instant now) throws UndecodableException {
        ByteBuffer command = Objects.requireNonNull(answer.dryRun());
        byte[] value = new byte[command.remaining()];
        command.duplicate().get(value);
        return new Input.Propose(codecs.command().fromBytes(value, now), null, answer.target());
    }

    /** What a command says of its agent's identity is not read: that is found out here alone. */
    private Input.Propose proposed(Command command, Inbound record) {
        NamedAgent named = new NamedAgent(command.agentId(), command.tenantId(), command.runId());
        Identities known = IdentityHeader.isHearsay(record.headers()) ? strangers : identities;
        return switch (known.verify(IdentityHeader.tokens(record.headers()), named, record.timestamp())) {
            case Verification.Proven proven -> new Input.Propose(command.identified(proven.identity()));
            case Verification.NotAsked notAsked -> new Input.Propose(command.identified(null));
            case Verification.Refused refused -> new Input.Propose(command.identified(null), refused.why());
        };
    }

    void decision(Inbound record, StoreChanges changes, Instant now) throws UndecodableException {
        ReviewerDecision decision = codecs.decision().fromBytes(record.value(), now);
        requireTenant(decision.tenantId(), decision.sagaId(), "decision");
        Input.Review review =
                new Input.Review(decision, decisionKeys.distrust(decision).orElse(null));
        if (PreIssued.isMeant(decision)) {
            owned(record, decision.sagaId(), changes, () -> preIssued(review, changes, now));
        } else {
            owned(record, decision.sagaId(), review, changes);
        }
    }

    /** Goes on to the claim ledger, or is refused where the journal of the tenant's grants shows it. */
    private void preIssued(Input.Review review, StoreChanges changes, Instant now) {
        ReviewerDecision decision = review.decision();
        PreIssued.problem(review)
                .ifPresentOrElse(
                        problem -> changes.journal(
                                decision.sagaId(),
                                0,
                                List.of(new SagaEvent.InputRejected(
                                        "review", decision.approvalId(), problem.reason(), problem.detail())),
                                now),
                        () -> changes.publish(List.of(new Output.SendClaim(PreIssued.message(decision)))));
        changes.apply();
    }

    void operation(Inbound record, StoreChanges changes, Instant now) throws UndecodableException {
        Operation operation = codecs.operation().fromBytes(record.value(), record.timestamp());
        requireTenant(operation.tenantId(), operation.sagaId(), "operation");
        if (Corrections.isMeant(operation)) {
            owned(record, operation.sagaId(), changes, () -> correction(operation, changes, now));
        } else {
            owned(record, operation.sagaId(), new Input.Operate(operation), changes);
        }
    }

    /** Goes on to the claim ledger, or is refused where the journal of what was said of the tenant's targets shows it. */
    private static void correction(Operation operation, StoreChanges changes, Instant now) {
        OperationValidation.validate(operation)
                .ifPresentOrElse(
                        problem -> changes.journal(
                                operation.sagaId(),
                                0,
                                List.of(new SagaEvent.InputRejected(
                                        "operate", operation.operationId(), problem.reason(), problem.detail())),
                                now),
                        () -> changes.publish(List.of(new Output.SendClaim(Corrections.message(operation)))));
        changes.apply();
    }

    /** Puts a catalog in force and wakes every saga that waits for one. */
    void catalog(Inbound record, StoreChanges changes, Instant now) throws UndecodableException {
        CatalogRecord applied = codecs.catalog().fromBytes(record.value());
        CatalogSnapshot inForce;
        try {
            inForce = catalog.apply(changes.batch(), applied, record.value());
        } catch (CatalogException e) {
            throw new UndecodableException(DeadLetters.INVALID_CATALOG, String.valueOf(e.getMessage()));
        }
        journal.append(changes.batch(), JournalEntry.CatalogApplied.of(applied, inForce.policyVersion()), now);
        partition.wakeDeferred(changes);
        changes.apply();
    }

    private static void requireTenant(String tenantId, String sagaId, String kind) throws UndecodableException {
        if (!Tenants.isValid(tenantId) || !sagaId.startsWith(tenantId + "/") || sagaId.length() > MAX_SAGA_ID) {
            throw new UndecodableException(
                    DeadLetters.TENANT_MISMATCH, "saga_id does not name a saga of the " + kind + "'s tenant.");
        }
    }

    /** A record in another partition than its saga's is sent on, once: producers partition in different ways. */
    private void owned(Inbound record, String sagaId, Input input, StoreChanges changes) throws UndecodableException {
        owned(record, sagaId, changes, () -> partition.take(sagaId, input));
    }

    private void owned(Inbound record, String sagaId, StoreChanges changes, Runnable take) throws UndecodableException {
        if (partitioning.isOwn(sagaId)) {
            take.run();
            return;
        }
        if (record.headers().lastHeader(Topics.HOP_HEADER) != null) {
            throw new UndecodableException(
                    DeadLetters.SECOND_HOP,
                    "the record was sent on once and is still in the wrong partition for saga " + sagaId
                            + "; check that every topic has the configured number of partitions");
        }
        Headers headers = new RecordHeaders(record.headers().toArray());
        headers.add(Topics.HOP_HEADER, HOPPED);
        changes.batch().forward(record.topic(), StoreKeys.utf8(sagaId), record.value(), headers);
        changes.apply();
    }
}
