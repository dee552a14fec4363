package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.client.CommandMessage;
import io.sluice.identity.AgentIdentity;
import io.sluice.identity.Identities;
import io.sluice.identity.TokenIssuer;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.topology.IdentityHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Tokens on their way through the topology: they prove who proposes, and are kept nowhere. */
class IdentityTopologyTest {
    private static final String GRANTS =
            "{\"kind\":\"agent_grant\",\"name\":\"g\",\"roles\":[\"booker\"],\"tenants\":[\"*\"],\"tools\":[\"book\"]}";
    private static final String ROLE =
            "{\"kind\":\"role\",\"name\":\"booker\",\"members\":[\"somebody\"],\"tenants\":[\"*\"]}";

    private static MachineFixture granting() {
        MachineFixture machine = MachineFixture.ready();
        List<String> documents = new ArrayList<>(Samples.catalog());
        documents.add(ROLE);
        documents.add(GRANTS);
        machine.applyCatalog(documents);
        return machine;
    }

    private static String token(MachineFixture machine, String agent, Duration validFor) {
        return new TokenIssuer("agents", MachineFixture.ISSUER.pair().getPrivate(), Identities.AUDIENCE)
                .issue(
                        agent,
                        "acme",
                        null,
                        List.of("booker"),
                        machine.clock.instant().plus(validFor));
    }

    /** Why the last input was refused, by the journal: the topic of results tells nothing to who proves nothing. */
    private static String reasonOfLast(MachineFixture machine) {
        return machine.journal().stream()
                .flatMap(entry -> entry.sagaEvents().stream())
                .filter(SagaEvent.InputRejected.class::isInstance)
                .map(event -> ((SagaEvent.InputRejected) event).reason())
                .toList()
                .getLast();
    }

    @Test
    void shouldNotPutTheRefusalOfAStrangerInThePlaceOfAnothersResult() {
        try (MachineFixture machine = granting()) {
            Command command = machine.book("s1");
            machine.propose(command, token(machine, command.agentId(), Duration.ofMinutes(5)));
            machine.settle();
            assertThat(machine.results().getLast().state()).isEqualTo("committed");
            Command stranger = Samples.command(command.commandId(), "book", "elsewhere", "{}", machine.clock.instant());

            machine.propose(stranger);
            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_MISSING);
            machine.propose(stranger, token(machine, "somebody-else", Duration.ofMinutes(5)));

            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_REFUSED);
            assertThat(machine.results()).isEmpty();
        }
    }

    @Test
    void shouldNotTakeANameForItself() {
        try (MachineFixture machine = granting()) {
            Command forged = machine.book("s1").identified(new AgentIdentity("k1", List.of("booker")));

            machine.propose(forged);

            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_MISSING);
            assertThat(machine.provider.fired()).isEmpty();
        }
    }

    @Test
    void shouldTakeWhatATokenProvesAndKeepWhoVouchedAndNotTheToken() {
        try (MachineFixture machine = granting()) {
            Command command = machine.book("s1");
            String token = token(machine, command.agentId(), Duration.ofMinutes(5));

            machine.propose(command, token);
            machine.settle();

            assertThat(machine.results().getLast().state()).isEqualTo("committed");
            assertThat(machine.sagaOf(command).command().identity())
                    .isEqualTo(new AgentIdentity("agents", List.of("booker")));
            assertThat(machine.records(machine.topics.journal()))
                    .allSatisfy(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .doesNotContain(token));
        }
    }

    @Test
    void shouldRefuseATokenThatProvesSomethingElse() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.propose(machine.book("s1"), token(machine, "somebody-else", Duration.ofMinutes(5)));
            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_REFUSED);

            machine.propose(machine.book("s2"), token(machine, "agent-7", Duration.ofMinutes(-5)));
            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_REFUSED);
        }
    }

    @Test
    void shouldReadTheTokenOfAnOutboxRow() {
        try (MachineFixture machine = granting()) {
            Command command = machine.book("s1");
            String headers = "{\"" + CommandMessage.IDENTITY + "\":\""
                    + token(machine, command.agentId(), Duration.ofMinutes(5)) + "\"}";

            machine.pipe(
                    machine.topics.commands(),
                    "any",
                    machine.codecs.command().toBytes(command),
                    new RecordHeaders().add("headers", headers.getBytes(StandardCharsets.UTF_8)));
            machine.settle();

            assertThat(machine.results().getLast().state()).isEqualTo("committed");
        }
    }

    @Test
    void shouldBelieveATrustedAgentsName() {
        try (MachineFixture machine = granting()) {
            Command command = CommandBuilder.ofTool("book", machine.clock.instant())
                    .agent("trusted-1")
                    .build();

            machine.propose(command);

            assertThat(reasonOfLast(machine)).isEqualTo(Reason.NOT_GRANTED);
        }
    }

    @Test
    void shouldNotBelieveATrustedAgentsNameThatCameThroughTheApi() {
        try (MachineFixture machine = granting()) {
            Command command = CommandBuilder.ofTool("book", machine.clock.instant())
                    .agent("trusted-1")
                    .build();

            throughTheApi(machine, command, new RecordHeaders());

            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_MISSING);
        }
    }

    @Test
    void shouldNotBelieveATrustedAgentsNameThatAnOutboxMarks() {
        try (MachineFixture machine = granting()) {
            Command command = CommandBuilder.ofTool("book", machine.clock.instant())
                    .agent("trusted-1")
                    .build();
            byte[] marked = "{\"sluice-hearsay\":\"1\"}".getBytes(StandardCharsets.UTF_8);

            machine.pipe(
                    machine.topics.commands(),
                    "any",
                    machine.codecs.command().toBytes(command),
                    new RecordHeaders().add("headers", marked));

            assertThat(reasonOfLast(machine)).isEqualTo(Reason.IDENTITY_MISSING);
        }
    }

    @Test
    void shouldBelieveATokenThatCameThroughTheApi() {
        try (MachineFixture machine = granting()) {
            Command command = machine.book("s1");
            byte[] token =
                    token(machine, command.agentId(), Duration.ofMinutes(5)).getBytes(StandardCharsets.UTF_8);

            throughTheApi(machine, command, new RecordHeaders().add(IdentityHeader.NAME, token));
            machine.settle();

            assertThat(machine.results().getLast().state()).isEqualTo("committed");
        }
    }

    @Test
    void shouldKeepTheMarkOnWhatIsSentOnToItsPartition() {
        try (MachineFixture machine = MachineFixture.ofPartitions(1000)) {
            throughTheApi(machine, machine.book("s1"), new RecordHeaders());

            assertThat(machine.records(machine.topics.commands()).getFirst().headers())
                    .extracting(Header::key)
                    .contains(IdentityHeader.HEARSAY);
        }
    }

    private static void throughTheApi(MachineFixture machine, Command command, Headers headers) {
        machine.pipe(
                machine.topics.commands(),
                "any",
                machine.codecs.command().toBytes(command),
                headers.add(IdentityHeader.HEARSAY, new byte[] {'1'}));
    }

    @Test
    void shouldKeepTokensOutOfDeadLetters() {
        try (MachineFixture machine = MachineFixture.ready()) {
            machine.pipe(
                    machine.topics.commands(),
                    "any",
                    "{".getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders()
                            .add(IdentityHeader.NAME, "secret-token".getBytes(StandardCharsets.UTF_8))
                            .add(
                                    "headers",
                                    "{\"traceparent\":\"t\",\"sluice-identity\":\"secret-token\"}"
                                            .getBytes(StandardCharsets.UTF_8)));

            assertThat(machine.records(machine.topics.deadLetters()))
                    .singleElement()
                    .satisfies(record -> assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .doesNotContain("secret-token")
                            .contains("traceparent", "redacted"));
        }
    }
}
