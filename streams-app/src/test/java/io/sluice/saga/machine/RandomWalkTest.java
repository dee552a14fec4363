package io.sluice.saga.machine;

import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.ClaimAnswer;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.effect.OutcomeResult;
import io.sluice.saga.Claim;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Resolution;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens, in whatever order: folding the journal gives the state (invariant 8, checked after every input), each
 * effect keeps its key (2), and a saga that has not ended has something to wait for, or somebody was told (10).
 */
class RandomWalkTest {

    private static final int INPUTS = 60;
    private static final List<String> TOOLS = List.of("look", "hold", "note", "blind", "door", "send", "file");
    private static final List<OutcomeResult> OF_CALLS = List.of(
            OutcomeResult.SUCCEEDED,
            OutcomeResult.SUCCEEDED,
            OutcomeResult.ACCEPTED,
            OutcomeResult.TERMINAL,
            OutcomeResult.TRANSIENT,
            OutcomeResult.UNKNOWN,
            OutcomeResult.NOT_FIRED);
    private static final List<OutcomeResult> OF_LOOKUPS =
            List.of(OutcomeResult.FOUND, OutcomeResult.NOT_FOUND, OutcomeResult.UNKNOWN, OutcomeResult.ACCEPTED);

    private static final List<ClaimAnswer.Result> OF_CLAIMS = List.of(
            ClaimAnswer.Result.HELD,
            ClaimAnswer.Result.HELD,
            ClaimAnswer.Result.HELD,
            ClaimAnswer.Result.QUEUED,
            ClaimAnswer.Result.REFUSED);

    /** At a provider that only has a lookup, nothing is called that may have been done. */
    private static final Set<String> WITHOUT_KEYS = Set.of("hold", "send");

    private static TestCatalog catalog() {
        return TestCatalog.empty()
                .tool("look", READ, RETRYABLE, Capability.NEITHER)
                .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
                .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.LOOKUP)
                .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "erase")
                .tool("erase", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
                .tool("blind", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER, "erase")
                .tool("door", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
                .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.LOOKUP)
                .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.BOTH)
                .saga("long", "look", "hold", "blind", "note", "send", "file")
                .saga("short", "note", "look", "door", "file");
    }

    @Property(tries = 100)
    void shouldReplayToTheSameStateAndNeverStandStill(@ForAll long seed) {
        walk(catalog(), new Random(seed));
    }

    @Property(tries = 100)
    void shouldDoSoAlsoWhereSagasCompete(@ForAll long seed) {
        walk(
                catalog()
                        .holdingTarget("hold")
                        .holdingTarget("send")
                        .onceForATarget("note")
                        .onceForATarget("file")
                        .limit("a", 3),
                new Random(seed));
    }

    private static void walk(TestCatalog catalog, Random random) {
        Scenario scenario = Scenario.with(catalog);
        switch (random.nextInt(3)) {
            case 0 -> scenario.propose(Commands.saga("long"));
            case 1 -> scenario.propose(Commands.saga("short"));
            default -> scenario.begins(random.nextBoolean() ? RunAt.NOW : RunAt.COMMIT);
        }
        for (int i = 0; i < INPUTS; i++) {
            after(scenario, () -> hear(scenario, random));
            after(scenario, () -> happen(scenario, random));
        }
    }

    private static void after(Scenario scenario, Runnable input) {
        int before = scenario.intents().size();
        input.run();
        holds(scenario);
        scenario.intents().stream().skip(before).forEach(intent -> isNotInDoubt(scenario, intent));
    }

    private static void happen(Scenario scenario, Random random) {
        List<Intent> intents = scenario.intents();
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> answer(scenario, random);
            case 5 -> scenario.passes(Duration.ofSeconds(random.nextInt(40)));
            case 6 -> Schedule.nextDue(scenario.saga()).ifPresent(due -> scenario.passesUntilDue());
            case 7 -> review(scenario, random);
            case 8 -> operate(scenario, random);
            case 9 -> late(scenario, random, intents);
            case 10 -> lose(scenario, random);
            default -> act(scenario, random);
        }
    }

    /** The ledger answers what was claimed, now or long ago. */
    private static void hear(Scenario scenario, Random random) {
        List<Claim> claims = random.nextInt(5) > 0
                ? scenario.saga().claims()
                : scenario.events()
                        .filter(SagaEvent.ClaimAsked.class::isInstance)
                        .map(asked -> ((SagaEvent.ClaimAsked) asked).claim())
                        .toList();
        if (!claims.isEmpty() && random.nextBoolean()) {
            Claim any = claims.get(random.nextInt(claims.size()));
            scenario.ledgerAnswers(any, OF_CLAIMS.get(random.nextInt(OF_CLAIMS.size())));
        }
    }

    private static void answer(Scenario scenario, Random random) {
        if (!scenario.saga().openAttempts().isEmpty()) {
            List<OutcomeResult> possible = scenario.openIntent().kind() == AttemptKind.CALL ? OF_CALLS : OF_LOOKUPS;
            scenario.answers(possible.get(random.nextInt(possible.size())));
        }
    }

    private static void late(Scenario scenario, Random random, List<Intent> intents) {
        if (!intents.isEmpty()) {
            Intent any = intents.get(random.nextInt(intents.size()));
            List<OutcomeResult> possible = any.kind() == AttemptKind.CALL ? OF_CALLS : OF_LOOKUPS;
            scenario.answers(Outcomes.of(any, possible.get(random.nextInt(possible.size())), scenario.now()));
        }
    }

    private static void lose(Scenario scenario, Random random) {
        if (!scenario.saga().openAttempts().isEmpty()) {
            scenario.ownerChanges("life-" + random.nextInt(1000));
            if (random.nextBoolean()) {
                scenario.doubts();
            } else {
                scenario.wasNotFired();
            }
        }
    }

    private static void review(Scenario scenario, Random random) {
        boolean isPending =
                scenario.saga().effects().anyMatch(effect -> effect.status() == EffectStatus.APPROVAL_REQUIRED);
        if (isPending && random.nextInt(4) > 0) {
            scenario.grant("reviewer-1");
        } else if (isPending) {
            scenario.reject("reviewer-1", "no");
        } else if (scenario.saga().effects().anyMatch(effect -> effect.approval() != null)) {
            scenario.withdraw("reviewer-1");
        }
    }

    private static void operate(Scenario scenario, Random random) {
        List<EffectRef> effects = scenario.saga().steps().stream()
                .map(Step::name)
                .flatMap(step -> Stream.of(EffectRef.forward(step), EffectRef.compensation(step)))
                .toList();
        if (effects.isEmpty()) {
            return;
        }
        EffectRef any = effects.get(random.nextInt(effects.size()));
        switch (random.nextInt(8)) {
            case 0 -> scenario.cancels();
            case 1 -> scenario.resolves(any, Resolution.COMMITTED);
            case 2, 3 -> scenario.resolves(any, Resolution.NOT_COMMITTED);
            case 4, 5 -> scenario.retries(any);
            case 6 -> scenario.skips(any);
            default -> scenario.compensates(any.step());
        }
    }

    private static void act(Scenario scenario, Random random) {
        if (scenario.saga().open() == null) {
            scenario.propose(scenario.saga().command());
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> scenario.commits();
            case 1 -> scenario.givesUp();
            default -> {
                String tool = TOOLS.get(random.nextInt(TOOLS.size()));
                scenario.propose(scenario.open(SagaAction.ADD_STEP, tool, "c-" + tool)
                        .step(tool)
                        .build());
            }
        }
    }

    private static void isNotInDoubt(Scenario scenario, Intent intent) {
        boolean isCall = intent.kind() == AttemptKind.CALL && WITHOUT_KEYS.contains(intent.tool());
        assertThat(isCall && scenario.effect(intent.tool()).progress().doubt())
                .as("invariant 5: %s is called while it is in doubt: %s", intent.tool(), scenario.trace())
                .isFalse();
    }

    private static void holds(Scenario scenario) {
        boolean isEnded = scenario.saga().status().isEnded();
        boolean isWaiting = Schedule.nextDue(scenario.saga()).isPresent();
        assertThat(isEnded || isWaiting || scenario.saga().escalated())
                .as("invariant 10: %s", scenario.trace())
                .isTrue();
        scenario.intents().stream()
                .map(Intent::tool)
                .distinct()
                .forEach(tool -> scenario.saga().steps().stream()
                        .filter(step -> step.name().equals(tool))
                        .forEach(step -> scenario.expectOneKeyOf(tool)));
        if (isEnded) {
            scenario.expectNothingUnderWay();
            scenario.saga().steps().forEach(step -> settled(scenario, step));
        }
    }

    /** What the end of a saga says of each step. */
    private static void settled(Scenario scenario, Step step) {
        EffectStatus forward = step.forward().status();
        EffectStatus undo =
                step.compensation() == null ? null : step.compensation().status();
        boolean isKept = forward == EffectStatus.COMMITTED
                && !step.forward().tool().effectType().isPure();
        switch (scenario.saga().status()) {
            case COMMITTED ->
                assertThat(isKept
                                || forward == EffectStatus.COMMITTED
                                || forward == EffectStatus.COMPENSATED
                                || step.forward().isPassedOver())
                        .as("%s of a committed saga: %s", step.name(), scenario.trace())
                        .isTrue();
            case ROLLED_BACK ->
                assertThat(isKept)
                        .as("%s is left in a saga that was rolled back: %s", step.name(), scenario.trace())
                        .isFalse();
            default -> {}
        }
        assertThat(forward.isUnresolved())
                .as("%s is not settled: %s", step.name(), scenario.trace())
                .isFalse();
        assertThat(undo == EffectStatus.COMMITTED && forward == EffectStatus.COMMITTED)
                .as("%s was undone, and is not recorded so: %s", step.name(), scenario.trace())
                .isFalse();
    }
}
