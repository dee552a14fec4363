package io.sluice.query;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.LedgerEvent;
import io.sluice.identity.Identities;
import io.sluice.saga.Command;
import io.sluice.saga.CommandValidation;
import io.sluice.saga.DecisionValidation;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationValidation;
import io.sluice.saga.Problem;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaIds;
import io.sluice.topology.IdentityHeader;
import io.sluice.topology.JournaledClaims;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InboundCodec;
import io.sluice.topology.serde.UndecodableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The front door of a running instance: checks what comes in as the machine will, and writes it to its topic. */
public final class KafkaFrontDoor implements FrontDoor, AutoCloseable {
    private static final byte[] YES = {'1'};
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(12);
    private static final Duration LEDGER_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final Codecs codecs;
    private final CatalogTopic catalog;
    private final Supplier<JournaledClaims> ledger;
    private final Vouching vouching;
    private final boolean trustsCallers;
    private final InstantSource clock;

    /** Where catalogs are applied and read back; all throw {@link KafkaException} when Kafka does not answer. */
    public interface CatalogTopic {

        /** Writes to every partition; see {@link io.sluice.topology.CatalogPublisher#apply}. */
        String announce(List<String> documents, String appliedBy) throws CatalogException;

        /** Writes to every partition, and waits for a bounded time until each has journaled it. */
        Applied apply(List<String> documents, String appliedBy) throws CatalogException;

        /** Everything that was applied so far. */
        CatalogSnapshot read();

        /** Each catalog that was put in force, the earliest first. */
        List<CatalogRecord> history();

        /**
         * What came of it.
         *
         * @param missing partitions that have not journaled it in time
         */
        record Applied(String version, List<Integer> missing) {}
    }

    /**
     * @param producer idempotent and waiting for all replicas; closed with this
     * @param ledger begins to watch the claim ledger
     * @param vouching who speaks for reviewers
     * @param trustsCallers whether an agent that comes in here is believed as one on the topic is
     */
    public KafkaFrontDoor(
            Producer<byte[], byte[]> producer,
            Topics topics,
            Codecs codecs,
            CatalogTopic catalog,
            Supplier<JournaledClaims> ledger,
            Vouching vouching,
            boolean trustsCallers,
            InstantSource clock) {
        this.producer = producer;
        this.topics = topics;
        this.codecs = codecs;
        this.catalog = catalog;
        this.ledger = ledger;
        this.vouching = vouching;
        this.trustsCallers = trustsCallers;
        this.clock = clock;
    }

    @Override
    public Command propose(byte[] json, @Nullable String token) {
        Command command = decode(codecs.command(), json);
        refuse(CommandValidation.validate(command));
        Headers headers = new RecordHeaders();
        if (!trustsCallers) {
            headers.add(IdentityHeader.HEARSAY, YES);
        }
        if (token != null) {
            if (token.length() > Identities.MAX_TOKEN) {
                throw Refusal.invalid(
                        Reason.IDENTITY_REFUSED,
                        "The token in " + IdentityHeader.NAME + " has more than " + Identities.MAX_TOKEN
                                + " characters.");
            }
            headers.add(IdentityHeader.NAME, token.getBytes(StandardCharsets.UTF_8));
        }
        byte[] value = codecs.command().toBytes(command.identified(null));
        write(topics.commands(), SagaIds.of(command), value, headers);
        return command;
    }

    @Override
    public ReviewerDecision decide(byte[] json) {
        ReviewerDecision decision = decode(codecs.decision(), json);
        refuse(DecisionValidation.validate(decision));
        ReviewerDecision signed = vouching.signed(decision);
        write(topics.decisions(), signed.sagaId(), codecs.decision().toBytes(signed));
        return signed;
    }

    @Override
    public Optional<LedgerEvent> decideInAdvance(byte[] json) {
        try (JournaledClaims watched = ledger.get()) {
            return watched.await(decide(json), LEDGER_PATIENCE);
        } catch (KafkaException e) {
            throw Refusal.unavailable(
                    "What the claim ledger makes of it could not be read from Kafka: send the same again.", e);
        }
    }

    @Override
    public Operation operate(byte[] json) {
        Operation operation = decode(codecs.operation(), json);
        refuse(OperationValidation.validate(operation));
        write(topics.operations(), operation.sagaId(), codecs.operation().toBytes(operation));
        return operation;
    }

    @Override
    public Optional<LedgerEvent> operateOnVersion(byte[] json) {
        try (JournaledClaims watched = ledger.get()) {
            return watched.await(operate(json), LEDGER_PATIENCE);
        } catch (KafkaException e) {
            throw Refusal.unavailable(
                    "What the claim ledger makes of it could not be read from Kafka: send the same again.", e);
        }
    }

    @Override
    public synchronized String announceCatalog(List<String> documents, String appliedBy) throws CatalogException {
        try {
            check(documents);
            return catalog.announce(documents, appliedBy);
        } catch (KafkaException e) {
            throw notApplied(e);
        }
    }

    @Override
    public synchronized String applyCatalog(List<String> documents, String appliedBy) throws CatalogException {
        try {
            check(documents);
            CatalogTopic.Applied applied = catalog.apply(documents, appliedBy);
            if (!applied.missing().isEmpty()) {
                throw Refusal.unavailable(
                        "Version " + applied.version() + " is written whole and will be in force, but partitions "
                                + applied.missing() + " have not journaled it yet: see that every partition has an"
                                + " instance that runs.",
                        null);
            }
            return applied.version();
        } catch (KafkaException e) {
            throw notApplied(e);
        }
    }

    @Override
    public CatalogSnapshot catalog() {
        try {
            return catalog.read();
        } catch (KafkaException e) {
            throw notRead(e);
        }
    }

    @Override
    public List<CatalogRecord> catalogHistory() {
        try {
            return catalog.history();
        } catch (KafkaException e) {
            throw notRead(e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    /** Against what was applied before too, as the machine will: what it refuses there is told to nobody here. */
    private void check(List<String> documents) throws CatalogException {
        List<String> problems = catalog.read().with(documents).problems();
        if (!problems.isEmpty()) {
            throw new CatalogException(problems);
        }
    }

    private static Refusal notApplied(KafkaException cause) {
        return Refusal.unavailable(
                "Kafka did not confirm the catalog. It is in force whole or not at all: look with sluice catalog show,"
                        + " and apply it again if it is not.",
                cause);
    }

    private static Refusal notRead(KafkaException cause) {
        return Refusal.unavailable("The catalog could not be read from Kafka: try again in a moment.", cause);
    }

    private <T> T decode(InboundCodec<T> codec, byte[] json) {
        if (json.length > 0 && json[0] == 0) {
            throw Refusal.invalid("malformed_json", "The body is not JSON: it starts with byte 0.");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            return codec.fromBytes(json, now);
        } catch (UndecodableException e) {
            throw Refusal.invalid(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(Optional<Problem> problem) {
        if (problem.isPresent()) {
            throw Refusal.invalid(problem.get().reason(), problem.get().detail());
        }
    }

    private void write(String topic, String sagaId, byte[] value) {
        write(topic, sagaId, value, new RecordHeaders());
    }

    private void write(String topic, String sagaId, byte[] value, Headers headers) {
        byte[] key = sagaId.getBytes(StandardCharsets.UTF_8);
        try {
            var unused = producer.send(new ProducerRecord<>(topic, null, key, value, headers))
                    .get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notWritten(e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw notWritten(e);
        }
    }

    private static Refusal notWritten(Exception cause) {
        return Refusal.unavailable(
                "Kafka has not confirmed it in time, so whether it was taken is not known: send the same again, Sluice"
                        + " recognises it.",
                cause);
    }
}
