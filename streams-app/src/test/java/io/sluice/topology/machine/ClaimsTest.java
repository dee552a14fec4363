package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.audit.JournalEntry;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.LedgerEntry;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.Terms;
import io.sluice.saga.Command;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Limits;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaIds;
import io.sluice.topology.serde.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The round trip between machine and claim ledger over their topics. */
class ClaimsTest {

    private static final String HOLDING = """
        kind: tool
        name: change
        effect_type: internal_mutation
        reversibility: retryable
        provider: p
        honours_key: true
        timeout: 1s
        hold_target: true
        call: {path: /change, headers: {Idempotency-Key: $/idempotency_key}}
        """;

    private static final String LIMITED = """
        kind: limit
        name: few
        tenants: ["*"]
        rate: {max: 1, per: 1s}
        """;

    private static Command change(MachineFixture machine, String step) {
        return Samples.command("change", step, machine.clock.instant());
    }

    private static MachineFixture holding() {
        MachineFixture machine = MachineFixture.ready();
        machine.applyCatalog(Samples.documents(HOLDING));
        return machine;
    }

    @Test
    void shouldWorkOnOneTargetAfterTheOther() {
        try (MachineFixture machine = holding()) {
            machine.propose(change(machine, "s1"));
            machine.propose(change(machine, "s2"));

            assertThat(machine.sagaOf(change(machine, "s2"))
                            .steps()
                            .getFirst()
                            .forward()
                            .reason())
                    .isEqualTo("target_held");
            assertThat(machine.intents()).hasSize(1);
            machine.settle();

            assertThat(machine.results())
                    .extracting(CommandResult::state)
                    .containsExactly("active", "active", "committed", "committed");
            assertThat(machine.provider.fired()).hasSize(2);
            assertThat(machine.isLedgerEmpty()).isTrue();
        }
    }

    @Test
    void shouldDoABusinessActOnceWhoeverProposesIt() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(
                    HOLDING.replace("hold_target: true", "business_key: {case: $/command/target_id}")));
            machine.propose(change(machine, "s1"));
            machine.settle();
            machine.propose(change(machine, "s2"));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.results()).last().satisfies(result -> {
                assertThat(result.state()).isEqualTo("failed");
                assertThat(result.reason()).isEqualTo("duplicate");
                assertThat(result.duplicateOf()).isEqualTo(change(machine, "s1").commandId());
            });
        }
    }

    @Test
    void shouldLetInWhoeverWaitsAsTimePasses() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(LIMITED));
            machine.propose(machine.book("s1"));
            machine.propose(machine.book("s2"));
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(1);

            machine.advance(Duration.ofSeconds(1));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(2);
        }
    }

    @Test
    void shouldJournalTheLedgerInAChainOfItsOwn() throws Exception {
        try (MachineFixture machine = holding()) {
            machine.propose(change(machine, "s1"));
            machine.propose(change(machine, "s2"));
            machine.settle();

            List<LedgerEntry> entries = new ArrayList<>();
            String previous = "0".repeat(64);
            for (TestRecord<byte[], byte[]> record : machine.records(machine.topics.claimJournal())) {
                LedgerEntry entry = machine.codecs.claimJournal().fromBytes(record.value());
                assertThat(entry.previousHash()).isEqualTo(previous);
                assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(entry.key());
                assertThat(entry.tenantId()).isEqualTo("acme");
                previous = HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(record.value()));
                entries.add(entry);
            }
            assertThat(entries)
                    .extracting(entry -> entry.event().getClass().getSimpleName())
                    .containsExactly("LeaseGiven", "LeaseQueued", "LeaseReleased", "LeaseGiven", "LeaseReleased");
            assertThat(entries).extracting(LedgerEntry::partitionSequence).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void shouldEndALeaseThatNobodyAsksForAgain() {
        try (MachineFixture machine = holding()) {
            ClaimMessage.ClaimAsk foreign = ask(machine, "acme");
            machine.pipe(
                    machine.topics.claims(),
                    foreign.key(),
                    machine.codecs.claim().toBytes(foreign));
            machine.propose(change(machine, "s1"));
            machine.settle();
            assertThat(machine.provider.fired()).isEmpty();

            machine.advance(Limits.DEFAULTS.claimLease());
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.ledgerEvents()).hasAtLeastOneElementOfType(LedgerEvent.LeaseLapsed.class);
        }
    }

    @Test
    void shouldLetLapseWhatIsAnsweredToASagaThatDoesNotWaitForIt() {
        try (MachineFixture machine = holding()) {
            machine.propose(machine.book("s1"));
            ClaimMessage.ClaimAsk ask = ask(machine, "acme");
            machine.pipe(
                    machine.topics.claims(), ask.key(), machine.codecs.claim().toBytes(ask));
            machine.settle();
            assertThat(machine.isLedgerEmpty()).isFalse();

            machine.advance(Limits.DEFAULTS.claimLease());
            machine.settle();

            assertThat(machine.isLedgerEmpty()).isTrue();
        }
    }

    @Test
    void shouldGiveUpAMessageThatNamesAnotherTenantOrIsNone() {
        try (MachineFixture machine = holding()) {
            ClaimMessage.ClaimAsk foreign = ask(machine, "globex");
            machine.pipe(
                    machine.topics.claims(),
                    foreign.key(),
                    machine.codecs.claim().toBytes(foreign));
            machine.pipe(machine.topics.claims(), "any", new byte[] {1, 2});

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly("tenant_mismatch", "malformed_avro");
        }
    }

    @Test
    void shouldChangeNothingWhenAnAnswerComesAgain() {
        try (MachineFixture machine = holding()) {
            machine.propose(change(machine, "s1"));
            List<ClaimAnswer> answers = machine.claimAnswers();
            machine.pipe(
                    machine.topics.claimAnswers(),
                    answers.getFirst().sagaId(),
                    machine.codecs.claimAnswer().toBytes(answers.getFirst()));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.isLedgerEmpty()).isTrue();
        }
    }

    @Test
    void shouldRefuseAnApprovalInAdvanceThatNobodyHasSignedOrThatNeverEnds() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(
                    machine.topics.decisions(),
                    "any",
                    machine.codecs
                            .decision()
                            .toBytes(preIssued(
                                    machine, "send", machine.clock.instant().plusSeconds(3600))));
            machine.decide(preIssued(machine, "send", null));

            assertThat(machine.journal())
                    .filteredOn(entry -> entry.sagaId().equals("acme/pre-issued"))
                    .flatExtracting(JournalEntry::sagaEvents)
                    .extracting(event -> ((SagaEvent.InputRejected) event).reason())
                    .containsExactly("not_signed", "invalid_decision");
            assertThat(machine.ledgerEvents()).isEmpty();
        }
    }

    private static ReviewerDecision preIssued(MachineFixture machine, String tool, @Nullable Instant until) {
        return new ReviewerDecision(
                "a-1",
                "acme",
                "acme/pre-issued",
                ReviewerDecision.Verdict.GRANT,
                "any",
                "rita",
                until,
                null,
                new GrantSubject(
                        tool, "4711", "resident-1", null, null, Samples.policyVersion(), "external_notification"),
                null,
                machine.clock.instant());
    }

    /** An ask for the target of all test commands by a saga that began with {@code book}. */
    private static ClaimMessage.ClaimAsk ask(MachineFixture machine, String tenant) {
        String sagaId = SagaIds.of(machine.book("s1"));
        return new ClaimMessage.ClaimAsk(
                sagaId + "@99",
                ClaimKeys.target("acme", "case", "4711"),
                tenant,
                sagaId,
                ClaimKind.TARGET,
                "case 4711",
                Terms.ALONE,
                null);
    }
}
