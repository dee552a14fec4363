package io.sluice.saga.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.Catalog;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.DocumentCache;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers draft, supervisors propose: what no grant covers is refused. */
class AgentGrantTest {
    private static final String TOOLS = """
            kind: tool
            name: letter.draft
            effect_type: draft
            reversibility: retryable
            provider: p
            honours_key: true
            call: {path: /draft, headers: {Key: $/idempotency_key}}
            ---
            kind: tool
            name: letter.send
            effect_type: external_notification
            reversibility: pivot
            provider: p
            honours_key: true
            call: {path: /send, headers: {Key: $/idempotency_key}}
            ---
            kind: saga
            name: letter
            steps: [{name: send, tool: letter.send}]
            """;
    private static final String GRANTS = """
            kind: role
            name: worker
            members: [w-1]
            tenants: [city]
            ---
            kind: agent_grant
            name: workers
            roles: [worker]
            tenants: ["*"]
            effect_types: [none, read, draft]
            ---
            kind: agent_grant
            name: supervisors
            agents: [s-1]
            tenants: [city]
            runs: [nightly-*]
            tools: [letter.*]
            sagas: [letter]
            """;
    private static final Catalog GRANTED = YamlCatalog.of(TOOLS, GRANTS);

    @ParameterizedTest
    @CsvSource({
        "w-1, city, run-1, letter.draft, true",
        "w-1, city, run-1, letter.send, false",
        "w-1, city, run-1, letter, false",
        "w-1, town, run-1, letter.draft, false",
        "s-1, city, nightly-7, letter.send, true",
        "s-1, city, nightly-7, letter.draft, true",
        "s-1, city, nightly-7, letter, true",
        "s-1, city, run-1, letter.send, false",
        "s-1, town, nightly-7, letter, false",
        "x-1, city, nightly-7, letter.draft, false",
    })
    void shouldTakeWhatAGrantCoversAndNothingElse(
            String agent, String tenant, String run, String what, boolean granted) {
        boolean isSaga = what.equals("letter");
        Scenario scenario = Scenario.with(GRANTED)
                .propose(CommandBuilder.of(isSaga ? null : what, isSaga ? what : null, Scenario.START)
                        .agent(agent)
                        .tenant(tenant)
                        .run(run)
                        .identified()
                        .build());

        assertThat(scenario.hasSaga()).isEqualTo(granted);
        if (!granted) {
            scenario.expectRejected(Reason.NOT_GRANTED);
            assertThat(scenario.rejectionDetail())
                    .contains("agent '" + agent + "'")
                    .contains(what);
        }
    }

    @Test
    void shouldNotTakeANameForItselfWhereAgentsAreGrantedWhatTheyMayPropose() {
        Scenario scenario = Scenario.with(GRANTED)
                .propose(draft("w-1").build())
                .expectRejected(Reason.IDENTITY_MISSING)
                .propose(draft("w-1").dryRun().build())
                .expectRejected(Reason.IDENTITY_MISSING);

        assertThat(scenario.rejectionDetail()).contains("'w-1'");
        assertThat(scenario.hasSaga()).isFalse();
    }

    @Test
    void shouldTakeTheRolesThatTheAgentsTokenProves() {
        assertThat(Scenario.with(GRANTED)
                        .propose(draft("x-1").identified("worker").build())
                        .hasSaga())
                .isTrue();
        Scenario.with(GRANTED)
                .propose(draft("x-1").identified("visitor").build())
                .expectRejected(Reason.NOT_GRANTED);
    }

    @Test
    void shouldAskWhoProposedWhatCameBeforeTheCatalog() {
        Scenario.with(TestCatalog.empty())
                .propose(draft("w-1").build())
                .catalogArrives(GRANTED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.IDENTITY_MISSING);
        Scenario.with(TestCatalog.empty())
                .propose(draft("w-1").identified().build())
                .catalogArrives(GRANTED)
                .expectCall("letter.draft");
    }

    private static CommandBuilder draft(String agent) {
        return CommandBuilder.ofTool("letter.draft", Scenario.START)
                .agent(agent)
                .tenant("city");
    }

    @Test
    void shouldRejectEveryProposalWhereThereAreNoGrantsAndSayWhatToWrite() {
        Catalog ungranted = YamlCatalog.requiringGrants(TOOLS);
        for (CommandBuilder command : List.of(
                draft("w-1"),
                draft("w-1").identified("worker"),
                draft("w-1").identified().dryRun())) {
            Scenario scenario =
                    Scenario.with(ungranted).propose(command.build()).expectRejected(Reason.NOT_GRANTED);

            assertThat(scenario.rejectionDetail()).contains("agent_grant", "'w-1'", "identity.grants=optional");
            assertThat(scenario.hasSaga()).isFalse();
        }
        Scenario.with(ungranted)
                .propose(CommandBuilder.open(SagaAction.BEGIN, "trip", null, Scenario.START)
                        .build())
                .expectRejected(Reason.NOT_GRANTED);
    }

    @Test
    void shouldGoByTheGrantsWhereTheyAreRequiredAndThere() {
        Catalog granted = YamlCatalog.requiringGrants(TOOLS, GRANTS);

        Scenario.with(granted).propose(draft("w-1").identified().build()).expectCall("letter.draft");
        Scenario.with(granted).propose(draft("x-1").identified().build()).expectRejected(Reason.NOT_GRANTED);
    }

    @Test
    void shouldTakeNothingUnprovenBeforeTheFirstCatalogWhereGrantsAreRequired() {
        Scenario scenario = Scenario.with(CatalogSnapshot.empty(new DocumentCache(), true))
                .propose(draft("w-1").build())
                .expectRejected(Reason.IDENTITY_MISSING);

        assertThat(scenario.hasSaga()).isFalse();
        scenario.propose(draft("w-1").identified("worker").build())
                .catalogArrives(YamlCatalog.requiringGrants(TOOLS, GRANTS))
                .expectCall("letter.draft");
    }

    @Test
    void shouldEndWhatCameBeforeACatalogWithoutGrants() {
        Scenario.with(CatalogSnapshot.empty(new DocumentCache(), true))
                .propose(draft("w-1").identified().build())
                .catalogArrives(YamlCatalog.requiringGrants(TOOLS))
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.NOT_GRANTED);
    }

    @Test
    void shouldTakeAnyProposalWhereThereAreNoGrantsAndNoneAreRequired() {
        assertThat(Scenario.with(YamlCatalog.of(TOOLS))
                        .propose(Commands.tool("letter.send"))
                        .hasSaga())
                .isTrue();
    }
}
