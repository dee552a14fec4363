package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.DomainEvent;
import io.sluice.claim.LedgerEvent;
import io.sluice.topology.serde.DeadLetter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Owners say which version their targets have, as Avro or JSON, and the claim ledger keeps it. */
class DomainEventsTest {

    private static void say(MachineFixture machine, String json) {
        machine.pipe(machine.topics.domainEvents(), "any", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKeepWhatIsSaidAsJsonOrAsAvro() {
        try (MachineFixture machine = MachineFixture.ready()) {
            say(machine, """
                    {"tenant_id": "acme", "target_type": "case", "target_id": "4711", "version": "3"}""");
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
