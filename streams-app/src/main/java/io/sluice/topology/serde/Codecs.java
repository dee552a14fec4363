package io.sluice.topology.serde;

import io.sluice.approval.ReviewerDecision;
import io.sluice.audit.JournalEntry;
import io.sluice.catalog.CatalogRecord;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.DomainEvent;
import io.sluice.claim.Lease;
import io.sluice.claim.LedgerEntry;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.claim.Resource;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeMessage;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.QueuedAttempt;
import io.sluice.saga.Bounds;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Operation;
import io.sluice.saga.Output.PublishIntegrationEvent;
import io.sluice.saga.Saga;
import io.sluice.saga.SideEffect;
import io.sluice.topology.Topics;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;

/** One codec for every value of a topic or store. */
public final class Codecs {

    /** Between two tries to reach a registry. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** What our own records may have at most, in bytes; only a limit against corruption. */
    private static final int OWN_BYTES = 16 * 1024 * 1024;

    private final InboundCodec<Command> command;
    private final InboundCodec<ReviewerDecision> decision;
    private final InboundCodec<Operation> operation;
    private final InboundCodec<DomainEvent> domainEvent;
    private final AvroSerde<CatalogRecord> catalog;
    private final AvroSerde<OutcomeMessage> outcome;
    private final AvroSerde<Intent> intent;
    private final AvroSerde<JournalEntry> journal;
    private final AvroSerde<PublishIntegrationEvent> integrationEvent;
    private final AvroSerde<SideEffect> sideEffect;
    private final AvroSerde<CommandResult> commandResult;
    private final AvroSerde<DeadLetter> deadLetter;
    private final AvroSerde<Saga> saga;
    private final AvroSerde<ClaimMessage> claim;
    private final AvroSerde<ClaimAnswer> claimAnswer;
    private final AvroSerde<LedgerEntry> claimJournal;
    private final AvroSerde<Lease> lease;
    private final AvroSerde<PreIssuedGrant> preIssuedGrant;
    private final AvroSerde<TargetVersion> targetVersion;
    private final AvroSerde<Resource> claimResource;
    private final AvroSerde<OpenAttempt> openAttempt;
    private final AvroSerde<QueuedAttempt> queuedAttempt;

    /**
     * Codecs of a registry that may be starting too, or have much to do: it is asked again until {@code patience} is over.
     *
     * @throws RegistryUnavailable when the registry gives no usable answer in that time
     * @throws SchemaRefused when the registry does not accept a schema
     */
    public static Codecs registered(SchemaRegistry registry, String topicPrefix, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return new Codecs(registry, topicPrefix);
            } catch (RegistryUnavailable e) {
                if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /**
     * Registers the schema of every topic and store.
     *
     * @param topicPrefix what every topic's name starts with; subjects are named {@code TOPIC-value}
     * @throws RegistryUnavailable when the registry cannot be reached or fails
     * @throws SchemaRefused when the registry does not accept a schema
     */
    public Codecs(SchemaRegistry registry, String topicPrefix) {
        Topics topics = new Topics(topicPrefix);
        Subjects subjects = new Subjects(registry);
        Schema commands = io.sluice.schemas.Command.getClassSchema();
        command = new InboundCodec<>(
                Command.class,
                commands,
                registry,
                Subjects.topic(topics.commands()),
                new JsonRecords(commands, "created_at", "arguments"),
                Command::tenantId,
                Bounds.INPUT_BYTES);
        Schema decisions = io.sluice.schemas.ReviewerDecision.getClassSchema();
        decision = new InboundCodec<>(
                ReviewerDecision.class,
                decisions,
                registry,
                Subjects.topic(topics.decisions()),
                new JsonRecords(decisions, "decided_at", null),
                ReviewerDecision::tenantId,
                Bounds.INPUT_BYTES);
        Schema operations = io.sluice.schemas.Operation.getClassSchema();
        operation = new InboundCodec<>(
                Operation.class,
                operations,
                registry,
                Subjects.topic(topics.operations()),
                new JsonRecords(operations, "requested_at", null),
                Operation::tenantId,
                Bounds.INPUT_BYTES);
        Schema domainEvents = io.sluice.schemas.DomainEvent.getClassSchema();
        domainEvent = new InboundCodec<>(
                DomainEvent.class,
                domainEvents,
                registry,
                Subjects.topic(topics.domainEvents()),
                new JsonRecords(domainEvents, "changed_at", null),
                DomainEvent::tenantId,
                Bounds.INPUT_BYTES);
        catalog = subjects.own(topics.catalog(), CatalogRecord.class, io.sluice.schemas.CatalogRecord.getClassSchema());
        outcome = subjects.own(
                topics.outcomes(), OutcomeMessage.class, io.sluice.schemas.OutcomeMessage.getClassSchema());
        intent = subjects.own(topics.intents(), Intent.class, io.sluice.schemas.Intent.getClassSchema());
        journal = subjects.own(topics.journal(), JournalEntry.class, io.sluice.schemas.JournalEntry.getClassSchema());
        integrationEvent = subjects.own(
                topics.integrationEvents(),
                PublishIntegrationEvent.class,
                io.sluice.schemas.IntegrationEvent.getClassSchema());
        sideEffect =
                subjects.own(topics.sideEffects(), SideEffect.class, io.sluice.schemas.SideEffect.getClassSchema());
        commandResult = subjects.own(
                topics.commandResults(), CommandResult.class, io.sluice.schemas.CommandResult.getClassSchema());
        deadLetter =
                subjects.own(topics.deadLetters(), DeadLetter.class, io.sluice.schemas.DeadLetter.getClassSchema());
        claim = subjects.own(topics.claims(), ClaimMessage.class, io.sluice.schemas.ClaimMessage.getClassSchema());
        claimAnswer =
                subjects.own(topics.claimAnswers(), ClaimAnswer.class, io.sluice.schemas.ClaimAnswer.getClassSchema());
        claimJournal =
                subjects.own(topics.claimJournal(), LedgerEntry.class, io.sluice.schemas.LedgerEntry.getClassSchema());
        lease = subjects.state("lease", Lease.class, io.sluice.schemas.Lease.getClassSchema());
        claimResource =
                subjects.state("claim-resource", Resource.class, io.sluice.schemas.ClaimResource.getClassSchema());
        preIssuedGrant = subjects.state(
                "pre-issued-grant", PreIssuedGrant.class, io.sluice.schemas.PreIssuedGrant.getClassSchema());
        targetVersion =
                subjects.state("target-version", TargetVersion.class, io.sluice.schemas.TargetVersion.getClassSchema());
        saga = subjects.state("saga", Saga.class, io.sluice.schemas.Saga.getClassSchema());
        openAttempt = subjects.state("open-attempt", OpenAttempt.class, io.sluice.schemas.OpenAttempt.getClassSchema());
        queuedAttempt =
                subjects.state("queued-attempt", QueuedAttempt.class, io.sluice.schemas.QueuedAttempt.getClassSchema());
    }

    private record Subjects(SchemaRegistry registry) {

        static String topic(String topic) {
            return topic + "-value";
        }

        <T> AvroSerde<T> own(String topic, Class<T> type, Schema schema) {
            return new AvroSerde<>(RecordCodec.of(type, schema), registry, topic(topic), OWN_BYTES);
        }

        <T> AvroSerde<T> state(String name, Class<T> type, Schema schema) {
            return new AvroSerde<>(RecordCodec.of(type, schema), registry, "sluice-state-" + name, OWN_BYTES);
        }
    }

    public InboundCodec<Command> command() {
        return command;
    }

    public InboundCodec<ReviewerDecision> decision() {
        return decision;
    }

    public InboundCodec<Operation> operation() {
        return operation;
    }

    public InboundCodec<DomainEvent> domainEvent() {
        return domainEvent;
    }

    public AvroSerde<CatalogRecord> catalog() {
        return catalog;
    }

    public AvroSerde<OutcomeMessage> outcome() {
        return outcome;
    }

    public AvroSerde<Intent> intent() {
        return intent;
    }

    public AvroSerde<JournalEntry> journal() {
        return journal;
    }

    public AvroSerde<PublishIntegrationEvent> integrationEvent() {
        return integrationEvent;
    }

    public AvroSerde<SideEffect> sideEffect() {
        return sideEffect;
    }

    public AvroSerde<CommandResult> commandResult() {
        return commandResult;
    }

    public AvroSerde<DeadLetter> deadLetter() {
        return deadLetter;
    }

    public AvroSerde<ClaimMessage> claim() {
        return claim;
    }

    public AvroSerde<ClaimAnswer> claimAnswer() {
        return claimAnswer;
    }

    public AvroSerde<LedgerEntry> claimJournal() {
        return claimJournal;
    }

    public AvroSerde<Lease> lease() {
        return lease;
    }

    public AvroSerde<PreIssuedGrant> preIssuedGrant() {
        return preIssuedGrant;
    }

    public AvroSerde<TargetVersion> targetVersion() {
        return targetVersion;
    }

    public AvroSerde<Resource> claimResource() {
        return claimResource;
    }

    /** The state of one saga, in the machine's store and in the views'. */
    public AvroSerde<Saga> saga() {
        return saga;
    }

    public AvroSerde<OpenAttempt> openAttempt() {
        return openAttempt;
    }

    public AvroSerde<QueuedAttempt> queuedAttempt() {
        return queuedAttempt;
    }
}
