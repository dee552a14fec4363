package io.sluice.saga.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.Terms;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.Plan;
import io.sluice.saga.Plan.Outlook;
import io.sluice.saga.Plan.PlanStep;
import io.sluice.saga.Reason;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dry run tells what the command would wait for, and whether its target has changed since it was made. */
class DryRunTargetsTest {

    private static Scenario with(String rules) {
        CatalogSnapshot catalog = YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: compensable
                provider: p
                honours_key: true
                hold_target: true
                business_key: {case: $/command/target_id}
                limit: {concurrency: 3}
                expected_version: {%s}
                call: {path: /change, headers: {Key: $/idempotency_key}, body: {version: "$/expected_version?"}}
                answers: {external_ref: /id}
                compensation: {tool: restore, arguments: {}}
                ---
                kind: tool
                name: restore
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                call: {path: /restore, headers: {Key: $/idempotency_key}}
                ---
                kind: policy
                name: p
                rules: [{name: slowly, result: throttle, throttle: {rate: {max: 10, per: 1m}}}]
                """.formatted(rules));
        return Scenario.with(catalog).policy(catalog.policy());
    }

    private static Command dryRun(@Nullable String expected) {
        return CommandBuilder.ofTool("change", Scenario.START)
                .id("dry-1")
                .expects(expected)
                .dryRun()
                .build();
    }

    private static Plan planOf(Scenario scenario) {
        return scenario.events()
                .filter(SagaEvent.DryRunAnswered.class::isInstance)
                .map(event -> ((SagaEvent.DryRunAnswered) event).plan())
                .findFirst()
                .orElseThrow(() -> new AssertionError(scenario.trace()));
    }

    @ParameterizedTest(name = "{0}, expected {1}, told {2}: {3} {4}")
    @CsvSource({
        "on_stale: reject, 3, 3, START, , 3",
        "on_stale: reject, 3, 4, BE_REFUSED, stale, 3",
        "on_stale: reject, 3, , BE_REFUSED, version_unknown, 3",
        "on_stale: reject, 3, 2, BE_REFUSED, version_unknown, 3",
        "on_unknown: allow, 3, , START, , 3",
        "on_stale: reload, 3, 4, START, , 4",
        "on_stale: ask, 3, 4, WAIT_FOR_APPROVAL, , 4",
        "required: true, , , BE_REFUSED, version_missing, ",
        "required: false, , , START, , ",
    })
    void shouldTellWhetherTheTargetHasChanged(
            String rules,
            @Nullable String expected,
            @Nullable String told,
            Outlook outlook,
            @Nullable String reason,
            @Nullable String goesBy) {
        Scenario scenario = with(rules).dryRuns(dryRun(expected), told);

        Plan plan = planOf(scenario);
        assertThat(plan.outlook()).isEqualTo(outlook);
        assertThat(plan.reason()).isEqualTo(reason);
        assertThat(plan.steps()).singleElement().satisfies(step -> {
            assertThat(step.expectedVersion()).isEqualTo(goesBy);
            assertThat(step.targetVersion()).isEqualTo(told);
            assertThat(step.approval() != null).isEqualTo(outlook == Outlook.WAIT_FOR_APPROVAL);
        });
        assertThat(scenario.outputs().filter(output -> output.toString().contains("Claim")))
                .isEmpty();
    }

    @Test
    void shouldTellWhatItWouldWaitFor() {
        Plan plan = planOf(with("").dryRuns(dryRun(null), null));

        assertThat(plan.steps().getFirst().waitsFor())
                .extracting(Plan.PlannedClaim::kind, Plan.PlannedClaim::subject, Plan.PlannedClaim::terms)
                .containsExactly(
                        tuple(ClaimKind.BUSINESS_KEY, "change {\"case\":\"4711\"}", Terms.ALONE),
                        tuple(ClaimKind.TARGET, "case 4711", Terms.ALONE),
                        tuple(ClaimKind.LIMIT, "tool change", new Terms(3, 0, 0)),
                        tuple(ClaimKind.LIMIT, "rule p/slowly", new Terms(0, 10, 60_000)));
    }

    @Test
    void shouldTellItOfAStepOfAnOpenSagaToo() {
        Scenario scenario = with("").begins(RunAt.COMMIT);
        Command step = scenario.open(SagaAction.ADD_STEP, "change", "dry-1")
                .step("change")
                .expects("3")
                .dryRun()
                .build();

        Plan plan = planOf(scenario.dryRuns(step, "4"));

        assertThat(plan.outlook()).isEqualTo(Outlook.BE_REFUSED);
        assertThat(plan.reason()).isEqualTo(Reason.STALE);
        assertThat(plan.steps()).extracting(PlanStep::targetVersion).containsExactly("4");
    }
}
