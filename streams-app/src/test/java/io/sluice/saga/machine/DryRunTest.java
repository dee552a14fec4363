package io.sluice.saga.machine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.EffectType;
import io.sluice.effect.OutcomeResult;
import io.sluice.policy.Verdict;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Plan;
import io.sluice.saga.Plan.Outlook;
import io.sluice.saga.Plan.PlanStep;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.ToolRef;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dry run tells what would be done, and does none of it. Invariant 9. */
class DryRunTest {
    private static final CatalogSnapshot CATALOG = YamlCatalog.of("""
            kind: tool
            name: quote
            effect_type: read
            provider: p
            arguments: {type: object, properties: {note: {type: string}}}
            call: {method: GET, path: /quote, headers: {Authorization: "secret:token"}}
            answers: {external_ref: /id}
            ---
            kind: tool
            name: book
            effect_type: internal_mutation
            reversibility: compensable
            provider: p
            honours_key: true
            call: {path: /book, headers: {Key: $/idempotency_key}, body: {note: "$/arguments/note?"}}
            compensation: {tool: unbook, arguments: {ref: $/forward/external_ref}}
            answers: {external_ref: /id}
            ---
            kind: tool
            name: unbook
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            call: {path: /unbook, headers: {Key: $/idempotency_key}, body: {ref: $/arguments/ref}}
            ---
            kind: tool
            name: send
            effect_type: external_notification
            reversibility: pivot
            provider: p
            honours_key: true
            call: {path: /send, headers: {Key: $/idempotency_key}, body: {note: $/arguments/note}}
            ---
            kind: tool
            name: wipe
            effect_type: meta_effect
            provider: p
            reversibility: noncompensable
            call: {path: /wipe}
            ---
            kind: saga
            name: trip
            steps:
              - {name: quote, tool: quote}
              - {name: book, tool: book, arguments: {note: $/steps/quote/external_ref}}
              - {name: extra, tool: book, when: "$/arguments/extra?"}
              - {name: send, tool: send, arguments: {note: $/arguments/note}}
            ---
            kind: saga
            name: late
            steps:
              - {name: quote, tool: quote}
              - {name: send, tool: send, arguments: {note: $/steps/quote/external_ref}}
            ---
            kind: role
            name: senior
            members: [s-1, s-2]
            tenants: ["*"]
            ---
            kind: policy
            name: house
            rules:
              - {name: two, when: contract.name == "send", result: require_approval, approval: {role: senior, reviewers: 2, expires: 4h}}
              - {name: bad, when: contract.name == "book" && has(command.arguments.bad), result: deny, explanation: Not like this.}
            """);

    private static Scenario scenario() {
        return Scenario.with(CATALOG).policy(CATALOG.policy());
    }

    private static CommandBuilder dryRun(@Nullable String tool, @Nullable String definition) {
        return CommandBuilder.of(tool, definition, Scenario.START).id("dry-1").dryRun();
    }

    private static Plan planOf(Scenario scenario) {
        return scenario.events()
                .filter(SagaEvent.DryRunAnswered.class::isInstance)
                .map(event -> ((SagaEvent.DryRunAnswered) event).plan())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError(scenario.trace()));
    }

    private static Plan plan(Command command) {
        Scenario scenario = scenario().propose(command);
        assertThat(scenario.hasSaga()).isFalse();
        assertThat(scenario.intents()).isEmpty();
        return planOf(scenario);
    }

    @Test
    void shouldTellTheStepsInOrderWithWhatTheyWouldSendAndWhoWouldHaveToAgree() {
        Plan plan = plan(dryRun(null, "trip").arguments("{\"note\":\"hello\"}").build());

        assertThat(plan.outlook()).isEqualTo(Outlook.WAIT_FOR_APPROVAL);
        assertThat(plan.definitionVersion())
                .isEqualTo(CATALOG.definition("trip").orElseThrow().version());
        assertThat(plan.steps()).extracting(PlanStep::name).containsExactly("quote", "book", "extra", "send");
        PlanStep quote = plan.steps().get(0);
        assertThat(requireNonNull(quote.request()).headers()).containsEntry("Authorization", "secret:token");
        assertThat(quote.approval()).isNull();
        PlanStep book = plan.steps().get(1);
        assertThat(book.request()).isNull();
        assertThat(book.requestMissing()).contains("$/steps/quote/external_ref");
        assertThat(book.refusal()).isNull();
        assertThat(book.compensation())
                .isEqualTo(new ToolRef(
                        "unbook", CATALOG.tool("unbook").orElseThrow().version(), EffectType.INTERNAL_MUTATION));
        assertThat(plan.steps().get(2).passedOver()).isEqualTo(Reason.NOTHING_TO_DO);
        PlanStep send = plan.steps().get(3);
        assertThat(requireNonNull(send.request()).body()).isEqualTo("{\"note\":\"hello\"}");
        assertThat(requireNonNull(send.policy()).verdict()).isEqualTo(Verdict.REQUIRE_APPROVAL);
        assertThat(send.policy().rule()).isEqualTo("house/two");
        assertThat(send.policy().policyVersion()).isNotBlank();
        assertThat(send.approval())
                .isEqualTo(new Plan.PlannedApproval(
                        "senior", 2, Duration.ofHours(4).toMillis(), true));
        assertThat(send.compensation()).isNull();
    }

    @Test
    void shouldTellWhenAnApprovalWouldBeAskedForOnlyAtItsTurn() {
        Plan plan = plan(dryRun(null, "late").build());

        assertThat(plan.outlook()).isEqualTo(Outlook.START);
        assertThat(plan.steps().get(1).approval())
                .isEqualTo(new Plan.PlannedApproval(
                        "senior", 2, Duration.ofHours(4).toMillis(), false));
    }

    @Test
    void shouldFixTheRequestAndKeyThatTheCommandInEarnestHas() {
        PlanStep planned = plan(dryRun("book", null)
                        .arguments("{\"note\":\"x\"}")
                        .build())
                .steps()
                .getFirst();
        Scenario real = scenario()
                .propose(CommandBuilder.ofTool("book", Scenario.START)
                        .arguments("{\"note\":\"x\"}")
                        .build())
                .expectCall("book");

        assertThat(planned.requestHash()).isEqualTo(real.openIntent().requestHash());
        assertThat(planned.request()).isEqualTo(real.openIntent().request());
        assertThat(planned.idempotencyKey()).isEqualTo(real.openIntent().idempotencyKey());
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, , {}, unknown_tool",
        "wipe, , {}, denied",
        "book, , '{\"bad\":1}', denied",
        "quote, , '{\"other\":1}', invalid_arguments",
        "send, , {}, not_renderable",
        ", nothing, {}, unknown_definition",
    })
    void shouldTellWhyItWouldBeRefused(
            @Nullable String tool, @Nullable String definition, String arguments, String reason) {
        Plan plan = plan(dryRun(tool, definition).arguments(arguments).build());

        assertThat(plan.outlook()).isEqualTo(Outlook.BE_REFUSED);
        assertThat(plan.reason()).isEqualTo(reason);
        assertThat(plan.detail()).isNotBlank();
    }

    @Test
    void shouldTellOfEveryStepAlsoWhereAnEarlierOneIsRefused() {
        Plan plan = plan(
                dryRun(null, "trip").arguments("{\"note\":\"hello\",\"bad\":1}").build());

        assertThat(plan.outlook()).isEqualTo(Outlook.BE_REFUSED);
        assertThat(plan.detail()).isEqualTo("step 'book': Not like this.");
        assertThat(plan.steps().get(3).approval()).isNotNull();
    }

    @Test
    void shouldTellThatItWouldBeTooOld() {
        assertThat(plan(dryRun("book", null)
                                .createdAt(Scenario.START.minus(Duration.ofDays(8)))
                                .build())
                        .reason())
                .isEqualTo(Reason.TOO_OLD);
    }

    @Test
    void shouldTellThatNothingCanBePlannedWithoutACatalog() {
        Scenario scenario =
                Scenario.with(TestCatalog.empty()).propose(dryRun("book", null).build());

        assertThat(planOf(scenario).reason()).isEqualTo(Reason.CATALOG_MISSING);
        assertThat(scenario.hasSaga()).isFalse();
    }

    @Test
    void shouldLeaveTheKeyToTheCommandInEarnest() {
        scenario()
                .propose(dryRun("book", null).build())
                .propose(CommandBuilder.ofTool("book", Scenario.START).build())
                .expectNotRejected()
                .expectCall("book");
    }

    @Test
    void shouldSayThatItWouldBeADuplicateAndNotBeOne() {
        Scenario scenario = scenario()
                .propose(CommandBuilder.ofTool("book", Scenario.START).build())
                .propose(dryRun("book", null).build())
                .expectCallsOf("book", 1);

        assertThat(planOf(scenario).outlook()).isEqualTo(Outlook.BE_A_DUPLICATE);
        assertThat(planOf(scenario).duplicateOf()).isEqualTo("c-1");
        assertThat(scenario.events()).noneMatch(SagaEvent.CommandDuplicated.class::isInstance);
    }

    @Test
    void shouldSayThatTheKeyHasAnotherPayload() {
        Scenario scenario = scenario()
                .propose(CommandBuilder.ofTool("book", Scenario.START).build())
                .propose(dryRun("book", null).arguments("{\"note\":\"y\"}").build());

        assertThat(planOf(scenario).reason()).isEqualTo(Reason.PAYLOAD_MISMATCH);
    }

    @Test
    void shouldNotTouchTheResultOfACommandThatWasTaken() {
        scenario()
                .propose(CommandBuilder.ofTool("book", Scenario.START).build())
                .propose(dryRun("book", null).id("c-1").build())
                .expectRejected(Reason.INVALID_COMMAND);
    }

    @Test
    void shouldLeaveOutRequestsThatAreTooLargeForOneAnswer() throws CatalogException {
        String large = "{\"note\":\"" + "x".repeat(200_000) + "\"}";
        CatalogSnapshot twice = CATALOG.with(YamlCatalog.json("""
                kind: saga
                name: twice
                steps:
                  - {name: one, tool: book, arguments: {note: $/arguments/note}}
                  - {name: two, tool: book, arguments: {note: $/arguments/note}}
                """));
        Scenario scenario = Scenario.with(twice)
                .policy(twice.policy())
                .propose(dryRun(null, "twice").arguments(large).build());

        List<PlanStep> steps = planOf(scenario).steps();
        assertThat(steps.get(0).request()).isNotNull();
        assertThat(steps.get(1).request()).isNull();
        assertThat(steps.get(1).requestHash()).isNotNull();
        assertThat(steps.get(1).requestMissing()).contains("left out");
    }

    @Test
    void shouldTellWhatAStepOfAnOpenSagaWouldDo() {
        Scenario scenario = scenario().begins(RunAt.NOW);
        Command add = scenario.open(SagaAction.ADD_STEP, "book", "dry-1")
                .step("room")
                .dryRun()
                .build();

        scenario.propose(add).expectCallsOf("book", 0);

        assertThat(planOf(scenario).outlook()).isEqualTo(Outlook.START);
        assertThat(planOf(scenario).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.request()).isNotNull());
        assertThat(scenario.saga().step("room")).isEmpty();
        scenario.adds("room", "book", "{}").expectCall("book").answers(OutcomeResult.SUCCEEDED);
        assertThat(scenario.saga().effect(EffectRef.forward("room"))).isNotNull();
    }

    @Test
    void shouldRefuseADryRunOfWhatProposesNothing() {
        scenario()
                .propose(CommandBuilder.open(SagaAction.BEGIN, "trip-7", null, Scenario.START)
                        .dryRun()
                        .build())
                .expectRejected(Reason.INVALID_COMMAND);
    }
}
