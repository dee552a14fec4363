package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.DomainEvent;
import io.sluice.claim.LedgerEvent;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.SagaIds;
import io.sluice.topology.serde.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Owners say which version their targets have, as Avro or JSON, and the claim ledger keeps it. */
class DomainEventsTest {

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
    private static final String CASE = """
            {"tenant_id": "acme", "target_type": "case", "target_id": "4711", "version": "%s"}""";

    private static void say(MachineFixture machine, String json) {
        machine.pipe(machine.topics.domainEvents(), "any", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKeepWhatIsSaidAsJsonOrAsAvro() {
        try (MachineFixture machine = MachineFixture.ready()) {
            say(machine, CASE.formatted("3"));
            machine.pipe(
                    machine.topics.domainEvents(),
                    null,
                    machine.codecs
                            .domainEvent()
                            .toBytes(new DomainEvent("acme", null, "4712", "etag", machine.clock.instant())));

            assertThat(machine.ledgerEvents())
                    .extracting(event -> ((LedgerEvent.VersionHeard) event)
                                    .target()
                                    .subject() + " "
                            + ((LedgerEvent.VersionHeard) event).target().version())
                    .containsExactly("case 4711 3", "target 4712 etag");
            assertThat(machine.deadLetters()).isEmpty();
        }
    }

    private static Command change(MachineFixture machine, String step) {
        return CommandBuilder.ofTool("change", machine.clock.instant())
                .id("c-" + step)
                .step(step)
                .expects("3")
                .build();
    }

    @Test
    void shouldLetThroughWhatFitsTheTargetAndRejectWhatIsStale() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(CHANGE));
            say(machine, CASE.formatted("3"));
            machine.propose(change(machine, "s1"));
            machine.settle();
            assertThat(machine.provider.fired()).hasSize(1);

            say(machine, CASE.formatted("4"));
            machine.propose(change(machine, "s2"));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
            assertThat(machine.results()).last().satisfies(result -> {
                assertThat(result.reason()).isEqualTo("stale");
                assertThat(result.error()).contains("version 3", "at 4");
            });
        }
    }

    /** The owner's word may come after the command that goes by it. */
    @Test
    void shouldWaitForTheVersionThatACommandExpects() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(CHANGE));
            say(machine, CASE.formatted("2"));
            machine.propose(change(machine, "s1"));
            machine.settle();
            assertThat(machine.provider.fired()).isEmpty();

            say(machine, CASE.formatted("3"));
            machine.advance(Duration.ofSeconds(1));
            machine.settle();

            assertThat(machine.provider.fired()).hasSize(1);
        }
    }

    /** The dry run goes by way of the claim ledger, and leaves nothing there. */
    @Test
    void shouldTellADryRunWhetherItIsStale() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.applyCatalog(Samples.documents(CHANGE));
            say(machine, CASE.formatted("4"));
            machine.ledgerEvents();
            Command dryRun = CommandBuilder.ofTool("change", machine.clock.instant())
                    .expects("3")
                    .dryRun()
                    .build();
            machine.propose(dryRun);
            machine.settle();

            assertThat(machine.results()).singleElement().satisfies(result -> {
                assertThat(result.state()).isEqualTo("dry_run");
                assertThat(result.reason()).isEqualTo("stale");
                assertThat(Objects.requireNonNull(result.plan())
                                .steps()
                                .getFirst()
                                .targetVersion())
                        .isEqualTo("4");
            });
            assertThat(machine.ledgerEvents()).isEmpty();
            assertThat(machine.saga(SagaIds.of(dryRun))).isNull();
        }
    }

    @Test
    void shouldChangeNothingWhenTheSameComesAgain() {
        try (MachineFixture machine = MachineFixture.ready()) {
            String event = "{\"tenant_id\": \"acme\", \"target_id\": \"4711\", \"version\": \"3\"}";
            say(machine, event);
            say(machine, event);

            assertThat(machine.ledgerEvents())
                    .hasExactlyElementsOfTypes(LedgerEvent.VersionHeard.class, LedgerEvent.VersionPassedOver.class);
        }
    }

    @Test
    void shouldGiveUpWhatCannotBeBelieved() {
        try (MachineFixture machine = MachineFixture.ready()) {
            say(machine, "{\"target_id\": \"4711\", \"version\": \"3\"}");
            say(machine, "{\"tenant_id\": \"ACME\", \"target_id\": \"4711\", \"version\": \"3\"}");
            say(machine, "{\"tenant_id\": \"acme\", \"target_id\": \"4711\", \"version\": \" \"}");
            say(
                    machine,
                    "{\"tenant_id\": \"acme\", \"target_id\": \"%s\", \"version\": \"3\"}".formatted("4".repeat(300)));
            say(
                    machine,
                    "{\"tenant_id\": \"acme\", \"target_id\": \"4711\", \"version\": \"3\", \"status\": \"open\"}");
            say(machine, "nonsense");

            assertThat(machine.deadLetters())
                    .extracting(DeadLetter::reason)
                    .containsExactly(
                            "missing_tenant",
                            "invalid_tenant",
                            "invalid_domain_event",
                            "invalid_domain_event",
                            "malformed_json",
                            "malformed_json");
            assertThat(machine.ledgerEvents()).isEmpty();
        }
    }
}
