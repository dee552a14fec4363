package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.TestKeys;
import io.sluice.audit.JournalEntry;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Command;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.DeadLetter;
import io.sluice.topology.serde.UndecodableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Invariant 9: nothing vanishes; what cannot be taken on goes to the dead letters as it was, and the stream goes on. */
class RefusalTest {

    @Test
    void shouldKeepTheOriginalBytesOfWhatCannotBeDecoded() {
        try (MachineFixture machine = MachineFixture.ready()) {
            byte[] value = "{not json".getBytes(StandardCharsets.UTF_8);
            RecordHeaders headers = new RecordHeaders();
            headers.add("trace", new byte[] {7});

            machine.pipe(machine.topics.commands(), "its-key", value, headers);

            assertThat(machine.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(UndecodableException.MALFORMED_JSON);
                assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(value));
                assertThat(letter.key()).isEqualTo(ByteBuffer.wrap("its-key".getBytes(StandardCharsets.UTF_8)));
                assertThat(letter.originTopic()).isEqualTo(machine.topics.commands());
                assertThat(letter.headers()).extracting(DeadLetter.Header::key).containsExactly("trace");
            });
            goesOn(machine);
        }
    }

    @Test
    void shouldGiveUpACommandWithoutTenant() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(machine.topics.commands(), null, """
                    {"command_id":"j-1","run_id":"r","step_id":"s","agent_id":"a","tool":"book","arguments":{}}""".getBytes(StandardCharsets.UTF_8));

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(UndecodableException.MISSING_TENANT);
        }
    }

    @Test
    void shouldGiveUpACommandOfAReservedTenant() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(machine.topics.commands(), null, """
                    {"command_id":"j-1","tenant_id":"system","run_id":"r","step_id":"s","agent_id":"a","tool":"book",
                     "arguments":{}}""".getBytes(StandardCharsets.UTF_8));

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(DeadLetters.INVALID_TENANT);
        }
    }

    @Test
    void shouldTakeTheAgeOfACommandFromItsOutboxRowHoweverLateItIsPublished() {
        try (MachineFixture machine = MachineFixture.ready()) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("created_at", "2020-01-05T09:00:00.000000Z".getBytes(StandardCharsets.UTF_8));

            machine.pipe(machine.topics.commands(), null, """
                    {"command_id":"j-1","tenant_id":"acme","run_id":"r","step_id":"s","agent_id":"a","tool":"book",
                     "arguments":{}}""".getBytes(StandardCharsets.UTF_8), headers);

            assertThat(machine.results())
                    .singleElement()
                    .satisfies(result -> assertThat(result.error()).contains("before the dedup window"));
        }
    }

    @Test
    void shouldGiveUpALargeRecordWithAllItsBytes() {
        try (MachineFixture machine = MachineFixture.ready()) {
            byte[] value = "x".repeat(5 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);

            machine.pipe(machine.topics.commands(), "k", value);

            assertThat(machine.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.value()).isEqualTo(ByteBuffer.wrap(value)));
            goesOn(machine);
        }
    }

    @Test
    void shouldGiveUpAnEmptyRecord() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(machine.topics.commands(), "k", new byte[0]);

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(UndecodableException.EMPTY);
        }
    }

    @Test
    void shouldKeepATombstoneAsOne() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(machine.topics.commands(), "k", null);

            assertThat(machine.deadLetters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(UndecodableException.EMPTY);
                assertThat(letter.value()).isNull();
            });
        }
    }

    @Test
    void shouldGiveUpADecisionOnAnotherTenantsSaga() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = Samples.command("send", "s1", machine.clock.instant());
            machine.propose(command);
            machine.journal();

            machine.pipe(
                    machine.topics.decisions(),
                    "k",
                    machine.codecs
                            .decision()
                            .toBytes(Samples.decision(
                                    "other",
                                    SagaIds.of(command),
                                    "approval",
                                    "hash",
                                    ReviewerDecision.Verdict.GRANT,
                                    machine.clock.instant(),
                                    null)));

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(DeadLetters.TENANT_MISMATCH);
            assertThat(machine.journal()).isEmpty();
        }
    }

    @Test
    void shouldJournalADecisionOnAnUnknownSaga() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.journal();
            machine.pipe(
                    machine.topics.decisions(),
                    "k",
                    machine.codecs
                            .decision()
                            .toBytes(Samples.decision(
                                    "acme/0000",
                                    "approval",
                                    "hash",
                                    ReviewerDecision.Verdict.GRANT,
                                    machine.clock.instant())));

            assertThat(machine.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.tenantId()).isEqualTo("acme");
                assertThat(entry.sagaSequence()).isZero();
            });
        }
    }

    /** Invariant 4: whoever can write to the topic cannot approve by that. */
    @Test
    void shouldNotActOnADecisionThatNobodyHasSigned() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = Samples.command("send", "s1", machine.clock.instant());
            machine.propose(command);
            machine.journal();
            ReviewerDecision grant = Samples.decision(
                    machine.sagaOf(command), ReviewerDecision.Verdict.GRANT, null, machine.clock.instant());

            machine.pipe(
                    machine.topics.decisions(), "any", machine.codecs.decision().toBytes(grant));
            machine.pipe(
                    machine.topics.decisions(),
                    "any",
                    machine.codecs
                            .decision()
                            .toBytes(TestKeys.named("reviews").signer().sign(grant)));
            machine.settle();

            assertThat(machine.journal())
                    .flatExtracting(JournalEntry::sagaEvents)
                    .extracting(event -> ((SagaEvent.InputRejected) event).reason())
                    .containsExactly(Reason.NOT_SIGNED, Reason.WRONG_SIGNATURE);
            assertThat(machine.provider.fired()).isEmpty();
            machine.decide(grant);
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(1);
        }
    }

    @Test
    void shouldGiveUpACatalogThatDoesNotFitTogetherAndKeepTheOneInForce() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(List.of("{\"kind\":\"saga\",\"name\":\"x\",\"steps\":[]}"));

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(DeadLetters.INVALID_CATALOG);
            goesOn(machine);
        }
    }

    @Test
    void shouldSendARecordInTheWrongPartitionOnOnce() {
        try (MachineFixture machine = MachineFixture.ofPartitions(1000)) {
            Command command = machine.book("s1");
            machine.propose(command);

            // The driver has one partition only, so what is sent on comes back to it: that is the second hop.
            TestRecord<byte[], byte[]> sentOn =
                    machine.records(machine.topics.commands()).getFirst();
            assertThat(new String(sentOn.key(), StandardCharsets.UTF_8)).isEqualTo(SagaIds.of(command));
            assertThat(sentOn.headers().lastHeader(Topics.HOP_HEADER)).isNotNull();
            assertThat(machine.deadLetters()).extracting(DeadLetter::reason).containsExactly(DeadLetters.SECOND_HOP);
            assertThat(machine.journal()).isEmpty();
        }
    }

    @Test
    void shouldTakeARecordWhoseKeyIsNotItsSaga() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(
                    machine.topics.commands(),
                    "another-key",
                    machine.codecs.command().toBytes(machine.book("s1")));
            machine.settle();

            assertThat(machine.results().getLast().state()).isEqualTo("committed");
        }
    }

    @Test
    void shouldRefuseWhatWouldMakeTheStateTooLargeAndGoOn() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = machine.book("s1");
            machine.provider.responds("\"" + "y".repeat(5 * 1024 * 1024) + "\"");
            machine.provider.answers(OutcomeResult.SUCCEEDED);
            machine.propose(command);
            machine.journal();
            machine.settle();

            assertThat(machine.journal())
                    .last()
                    .extracting(JournalEntry::facts)
                    .asString()
                    .contains("too_large");
            machine.provider.responds("1");
            goesOn(machine);
        }
    }

    private static void goesOn(MachineFixture machine) {
        machine.results();
        machine.propose(machine.book("afterwards"));
        machine.settle();
        assertThat(machine.results().getLast().state()).isEqualTo("committed");
    }
}
