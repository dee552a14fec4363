package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.audit.JournalEntry;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.EffectType;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class MachineTopologyTest {

    @Test
    void shouldCallTheProviderOnlyForAnIntentThatWasReadBack() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));

            assertThat(machine.intents()).hasSize(1);
            assertThat(machine.provider.fired()).isEmpty();

            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.results()).extracting(CommandResult::state).containsExactly("active", "committed");
        }
    }

    @Test
    void shouldAnswerARedeliveredCommandWithThePriorResult() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));
            machine.settle();
            machine.results();

            machine.propose(Samples.command("c-again", "book", "s1", "{}", machine.clock.instant()));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.results()).singleElement().satisfies(result -> {
                assertThat(result.state()).isEqualTo("committed");
                assertThat(result.duplicateOf()).isEqualTo("c-s1");
            });
        }
    }

    @Test
    void shouldRejectSameKeyWithOtherPayload() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));
            machine.settle();
            machine.results();
            machine.journal();

            machine.propose(Samples.command("c-other", "book", "s1", "{\"n\":1}", machine.clock.instant()));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.results())
                    .singleElement()
                    .satisfies(result -> assertThat(result.state()).isEqualTo("rejected"));
            assertThat(events(machine.journal())).hasOnlyElementsOfType(SagaEvent.InputRejected.class);
        }
    }

    @Test
    void shouldNotLetARefusedTwinOverwriteTheResultOfTheCommand() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));
            machine.settle();
            machine.results();

            machine.propose(Samples.command("c-s1", "book", "s1", "{\"n\":1}", machine.clock.instant()));

            assertThat(machine.results()).isEmpty();
            assertThat(events(machine.journal())).last().isInstanceOf(SagaEvent.InputRejected.class);
        }
    }

    @Test
    void shouldRejectAnUnknownTool() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(Samples.command("nothing", "s1", machine.clock.instant()));

            assertThat(machine.results()).singleElement().satisfies(result -> {
                assertThat(result.state()).isEqualTo("rejected");
                assertThat(result.error()).contains("nothing");
            });
            assertThat(machine.deadLetters()).isEmpty();
        }
    }

    @Test
    void shouldTakeACommandAsJson() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(machine.topics.commands(), null, """
                    {"command_id":"j-1","tenant_id":"acme","run_id":"r","step_id":"s","agent_id":"a",
                     "tool":"book","arguments":{}}""".getBytes(StandardCharsets.UTF_8));
            machine.settle();

            assertThat(machine.results()).extracting(CommandResult::state).contains("committed");
        }
    }

    @Test
    void shouldWaitForAnApprovalAndSendWhatWasApproved() {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = Samples.command("send", "s1", machine.clock.instant());
            machine.propose(command);
            machine.settle();

            CommandResult waiting = machine.results().getLast();
            assertThat(waiting.pendingApprovals()).hasSize(1);
            assertThat(machine.provider.fired()).isEmpty();

            machine.decide(Samples.decision(
                    machine.sagaOf(command), ReviewerDecision.Verdict.GRANT, null, machine.clock.instant()));
            machine.settle();

            assertThat(machine.results().getLast().state()).isEqualTo("committed");
            assertThat(machine.events()).extracting(event -> event.type()).contains("NoticeSent", "SagaCommitted");
        }
    }

    @Test
    void shouldJournalWhatOneInputChangesInOneEntry() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.journal();
            machine.propose(machine.book("s1"));

            assertThat(machine.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.sagaSequence()).isEqualTo(1);
                assertThat(entry.sagaEvents()).hasSizeGreaterThan(2).first().isInstanceOf(SagaEvent.SagaStarted.class);
            });
        }
    }

    @Test
    void shouldChainTheJournalOfThePartition() throws Exception {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));
            machine.propose(machine.book("s2"));
            machine.settle();

            List<TestRecord<byte[], byte[]>> records = machine.records(machine.topics.journal());
            String previous = JournalEntry.NO_HASH;
            long sequence = 0;
            for (TestRecord<byte[], byte[]> record : records) {
                JournalEntry entry = machine.codecs.journal().fromBytes(record.value());
                sequence++;
                assertThat(entry.partitionSequence()).isEqualTo(sequence);
                assertThat(entry.previousHash()).isEqualTo(previous);
                previous = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(record.value()));
            }
            assertThat(sequence).isGreaterThan(4);
        }
    }

    @Test
    void shouldWriteOnlyTheLastRecordOfASideEffectPerInput() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));
            assertThat(machine.sideEffects())
                    .singleElement()
                    .satisfies(record -> assertThat(record.status()).isEqualTo(EffectStatus.STARTED));

            machine.settle();
            assertThat(machine.sideEffects())
                    .singleElement()
                    .satisfies(record -> assertThat(record.status()).isEqualTo(EffectStatus.COMMITTED));
        }
    }

    @Test
    void shouldForwardWithTheWallClockAndNotWithTheTimestampOfPrecedence() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"));
            machine.settle();

            assertThat(machine.records(machine.topics.journal()))
                    .allSatisfy(record -> assertThat(record.timestamp())
                            .isEqualTo(machine.clock.instant().toEpochMilli()));
        }
    }

    @Test
    void shouldPassOverAnOutcomeThatCameBefore() throws Exception {
        try (MachineFixture machine = MachineFixture.ready()) {
            Command command = machine.book("s1");
            machine.propose(command);
            machine.provider.run();
            FakeLog.Message outcome = machine.log.take().getFirst();
            machine.pipe(
                    machine.topics.outcomes(), outcome.key(), outcome.value().get());
            Saga before = machine.sagaOf(command);

            machine.pipe(
                    machine.topics.outcomes(), outcome.key(), outcome.value().get());

            assertThat(machine.sagaOf(command).status()).isEqualTo(before.status());
            assertThat(machine.provider.fired()).hasSize(1);
        }
    }

    @Test
    void shouldJournalTheCatalogAsAnEffectOnSluiceItself() {
        try (MachineFixture machine = MachineFixture.ready()) {
            assertThat(machine.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.facts())
                        .containsExactly(new JournalEntry.CatalogApplied(
                                "v1",
                                "platform",
                                machine.clock.instant(),
                                EffectType.META_EFFECT,
                                "topic",
                                Samples.policyVersion(),
                                Samples.catalog()));
                assertThat(entry.sagaSequence()).isZero();
            });
        }
    }

    private static List<SagaEvent> events(List<JournalEntry> entries) {
        return entries.stream().flatMap(entry -> entry.sagaEvents().stream()).toList();
    }
}
