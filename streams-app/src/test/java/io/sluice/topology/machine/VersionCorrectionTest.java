package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.DomainEvent;
import io.sluice.claim.LedgerEvent;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Operation;
import io.sluice.saga.OperationKind;
import io.sluice.saga.OperationTarget;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An operator's word on the version of a target travels as any operation does, and the claim ledger keeps who and why. */
class VersionCorrectionTest {

    private static final String CHANGE = """
            kind: tool
            name: change
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            timeout: 1s
            call: {path: /change, headers: {Idempotency-Key: $/idempotency_key}}
            """;

    private static void ownerSays(MachineFixture machine, String version) {
        DomainEvent event = new DomainEvent("acme", "case", "4711", version, machine.clock.instant());
        machine.pipe(
                machine.topics.domainEvents(),
                "any",
                machine.codecs.domainEvent().toBytes(event));
    }

    private static void operatorSays(MachineFixture machine, @Nullable String version) {
        Operation operation = new Operation(
                "o-1",
                version == null ? OperationKind.SHOW_VERSION : OperationKind.SET_VERSION,
                "acme",
                "acme/versions",
                null,
                null,
                null,
                new OperationTarget("case", "4711", version),
                "olga",
                "a test wrote it",
                machine.clock.instant());
        machine.pipe(
                machine.topics.operations(), "any", machine.codecs.operation().toBytes(operation));
        machine.settle();
    }

    private static Command change(MachineFixture machine, String step) {
        return CommandBuilder.ofTool("change", machine.clock.instant())
                .id("c-" + step)
                .step(step)
                .expects("3")
                .build();
    }

    @Test
    void shouldLetCommandsThroughAgainOnceAWrongVersionIsPutRight() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(CHANGE));
            ownerSays(machine, "99999999");
            machine.propose(change(machine, "s1"));
            machine.settle();
            assertThat(machine.results())
                    .last()
                    .satisfies(result -> assertThat(result.reason()).isEqualTo(Reason.STALE));
            machine.ledgerEvents();
            machine.advance(Duration.ofSeconds(1));

            operatorSays(machine, "3");
            assertThat(machine.ledgerEvents())
                    .singleElement()
                    .isInstanceOfSatisfying(LedgerEvent.VersionCorrected.class, corrected -> {
                        assertThat(corrected.before()).isEqualTo("99999999");
                        assertThat(corrected.target().version()).isEqualTo("3");
                        assertThat(corrected.who()).isEqualTo("olga");
                        assertThat(corrected.why()).isEqualTo("a test wrote it");
                    });

            machine.propose(change(machine, "s2"));
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.deadLetters()).isEmpty();
        }
    }

    /** The answer stands in the claim journal, and is no saga's. */
    @Test
    void shouldTellAnOperatorWhichVersionATargetHas() {
        try (MachineFixture machine = MachineFixture.ready()) {
            ownerSays(machine, "8");
            machine.ledgerEvents();
            machine.journal();

            operatorSays(machine, null);

            assertThat(machine.ledgerEvents())
                    .singleElement()
                    .isInstanceOfSatisfying(LedgerEvent.VersionTold.class, told -> {
                        assertThat(told.claimId()).isEqualTo("o-1");
                        assertThat(Objects.requireNonNull(told.target()).version())
                                .isEqualTo("8");
                    });
            assertThat(machine.journal()).isEmpty();
        }
    }

    @Test
    void shouldJournalWhyACorrectionIsRefused() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.journal();
            operatorSays(machine, " ");

            assertThat(machine.ledgerEvents()).isEmpty();
            assertThat(machine.journal()).singleElement().satisfies(entry -> {
                assertThat(entry.sagaId()).isEqualTo("acme/versions");
                assertThat(entry.sagaEvents())
                        .singleElement()
                        .isInstanceOfSatisfying(SagaEvent.InputRejected.class, rejected -> {
                            assertThat(rejected.reason()).isEqualTo(Reason.INVALID_OPERATION);
                            assertThat(rejected.detail()).contains("target.version is empty");
                        });
            });
        }
    }
}
