package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.AMBIGUOUS;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.EffectStatus.COMPENSATED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.EffectStatus.PROPOSED;
import static io.sluice.effect.EffectType.EXTERNAL_NOTIFICATION;
import static io.sluice.effect.EffectType.EXTERNAL_TRANSACTION;
import static io.sluice.effect.EffectType.INTERNAL_MUTATION;
import static io.sluice.effect.EffectType.READ;
import static io.sluice.effect.OutcomeResult.FOUND;
import static io.sluice.effect.OutcomeResult.NOT_FOUND;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static io.sluice.effect.OutcomeResult.TERMINAL;
import static io.sluice.effect.OutcomeResult.TRANSIENT;
import static io.sluice.effect.OutcomeResult.UNKNOWN;
import static io.sluice.effect.Reversibility.COMPENSABLE;
import static io.sluice.effect.Reversibility.PIVOT;
import static io.sluice.effect.Reversibility.RETRYABLE;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Resolution;
import io.sluice.saga.RunAt;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.machine.TestCatalog.Capability;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the machine does, one row a behaviour, to be read from top to bottom. The tests beside it go into each. */
class BehaviourTest {

    private static final TestCatalog CATALOG = TestCatalog.empty()
            .tool("look", READ, RETRYABLE, Capability.NEITHER)
            .tool("hold", INTERNAL_MUTATION, COMPENSABLE, Capability.LOOKUP, "release")
            .tool("release", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "erase")
            .tool("erase", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .tool("scar", INTERNAL_MUTATION, COMPENSABLE, Capability.NEITHER)
            .tool("room", INTERNAL_MUTATION, COMPENSABLE, Capability.KEYS, "release")
            .undoneWhen("room", "$/forward/result/refundable")
            .tool("door", INTERNAL_MUTATION, PIVOT, Capability.KEYS)
            .tool("capture", EXTERNAL_TRANSACTION, PIVOT, Capability.LOOKUP)
            .tool("send", EXTERNAL_NOTIFICATION, PIVOT, Capability.LOOKUP)
            .tool("file", INTERNAL_MUTATION, RETRYABLE, Capability.KEYS)
            .saga("all", "hold", "note", "door", "file")
            .saga("scarred", "hold", "scar", "door")
            .saga("refund", "room", "door")
            .saga("payment", "look", "hold", "capture")
            .define(Steps.saga("later", Steps.plain("hold"), Steps.notBefore("2h", "door")))
            .define(Steps.saga("quick", Steps.plain("hold"), Steps.within(Duration.ofMinutes(1), "door")))
            .chained("mapped", "hold", "note");

    private static final EffectRef FILE = EffectRef.forward("file");
    private static final EffectRef SCAR = EffectRef.forward("scar");
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private static DynamicTest row(String behaviour, Supplier<Scenario> scenario) {
        return dynamicTest(behaviour, scenario::get);
    }

    private static Scenario saga(String definition) {
        return Scenario.with(CATALOG).propose(Commands.saga(definition));
    }

    private static Scenario tool(String tool) {
        return Scenario.with(CATALOG).propose(Commands.tool(tool));
    }

    private static Scenario opened() {
        return Scenario.with(CATALOG).begins(RunAt.NOW).adds("hold").answers(SUCCEEDED);
    }

    private static Scenario pastTheDoor() {
        return saga("all").answers(SUCCEEDED).answers(SUCCEEDED).answers(SUCCEEDED);
    }

    @TestFactory
    Stream<DynamicTest> forward() {
        return Stream.of(
                row(
                        "steps run in order, one after the other",
                        () -> saga("all")
                                .expectCall("hold")
                                .answers(SUCCEEDED)
                                .expectCall("note")
                                .answers(SUCCEEDED)
                                .expectCall("door")
                                .answers(SUCCEEDED)
                                .expectCall("file")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.COMMITTED)),
                row(
                        "arguments come from the command and from earlier results",
                        () -> saga("mapped").answers(SUCCEEDED).expectSent("note", "ref-of-")),
                row(
                        "a step waits for its moment",
                        () -> saga("later")
                                .answers(SUCCEEDED)
                                .expectNothingUnderWay()
                                .passes(Duration.ofHours(2))
                                .expectCall("door")),
                row(
                        "a step that takes longer than it may fails, and the saga is undone",
                        () -> saga("quick")
                                .answers(SUCCEEDED)
                                .answers(TRANSIENT)
                                .passes(Duration.ofMinutes(1))
                                .expectEffect("door", FAILED)
                                .expectCall("release")),
                row(
                        "a saga that takes longer than it may is undone",
                        () -> saga("all")
                                .answers(SUCCEEDED)
                                .answers(TRANSIENT)
                                .passes(Scenario.LIMITS.sagaTimeout())
                                .expectReason(Reason.TIMED_OUT)
                                .expectCall("release")),
                row("a refusal for now is retried with the same key, a bounded number of times", () -> {
                    Scenario scenario = tool("note");
                    for (int call = 1; call < Scenario.LIMITS.maxCalls(); call++) {
                        scenario.answers(TRANSIENT).passesUntilDue().expectCall("note");
                    }
                    return scenario.expectOneKeyOf("note").answers(TRANSIENT).expectReason(Reason.RETRIES_EXHAUSTED);
                }),
                row("a provider is left alone as long as it asks for", () -> {
                    Scenario scenario = tool("note");
                    return scenario.answers(Outcomes.withRetryAfter(scenario.openIntent(), 60_000, scenario.now()))
                            .passes(Duration.ofSeconds(59))
                            .expectNothingUnderWay()
                            .passes(Duration.ofSeconds(1))
                            .expectCall("note");
                }));
    }

    @TestFactory
    Stream<DynamicTest> outcomes() {
        return Stream.of(
                row(
                        "done: committed, with the provider's reference and an answer that was read back",
                        () -> tool("hold").answers(SUCCEEDED).expectConfirmed("hold", "READ_BACK")),
                row(
                        "done where nothing can be read back: the record says so",
                        () -> tool("note").answers(SUCCEEDED).expectConfirmed("note", "RESPONSE")),
                row(
                        "refused for good: failed",
                        () -> tool("hold")
                                .answers(TERMINAL)
                                .expectEffect("hold", FAILED)
                                .expectSaga(SagaStatus.FAILED)),
                row(
                        "unknown: never failed, but in doubt",
                        () -> tool("hold").answers(UNKNOWN).expectEffect("hold", AMBIGUOUS)),
                row(
                        "no answer in time: in doubt as well",
                        () -> tool("hold").passesUntilDue().expectEffect("hold", AMBIGUOUS)),
                row(
                        "in doubt at a provider that honours keys: called again with the same key",
                        () -> tool("note")
                                .answers(UNKNOWN)
                                .passesUntilDue()
                                .expectCall("note")
                                .expectOneKeyOf("note")),
                row(
                        "in doubt at a provider with a lookup: looked up; what is found is committed",
                        () -> tool("hold")
                                .answers(UNKNOWN)
                                .expectLookup("hold")
                                .answers(FOUND)
                                .expectConfirmed("hold", "RECONCILIATION")),
                row(
                        "not found before the settle window is over: not believed",
                        () -> tool("hold")
                                .answers(UNKNOWN)
                                .answers(NOT_FOUND)
                                .expectEffect("hold", AMBIGUOUS)
                                .expectCallsOf("hold", 1)),
                row(
                        "not found after it: tried again",
                        () -> tool("hold")
                                .answers(UNKNOWN)
                                .answers(NOT_FOUND)
                                .passesUntilDue()
                                .answers(NOT_FOUND)
                                .expectCallsOf("hold", 2)),
                row(
                        "in doubt where nobody can tell: a person is asked, by an event",
                        () -> tool("scar")
                                .answers(UNKNOWN)
                                .expectEscalated(Reason.NO_WAY_TO_KNOW)
                                .expectFacts("EffectEscalated")),
                row("an answer of an earlier attempt, or of an earlier owner, is evidence", () -> {
                    Scenario scenario = tool("scar");
                    var late = Outcomes.of(scenario.openIntent(), SUCCEEDED, scenario.now());
                    return scenario.ownerChanges("second")
                            .doubts()
                            .expectEffect("scar", AMBIGUOUS)
                            .answers(late)
                            .expectSaga(SagaStatus.COMMITTED);
                }),
                row(
                        "a duplicate command gets the first one's result",
                        () -> tool("note")
                                .answers(SUCCEEDED)
                                .propose(Commands.withId(Commands.tool("note"), "c-2"))
                                .expectNotRejected()
                                .expectDuplicate("c-2", "c-1")
                                .expectCallsOf("note", 1)));
    }

    @TestFactory
    Stream<DynamicTest> compensation() {
        return Stream.of(
                row(
                        "what undoes a step is fixed with its intent, under a key of its own",
                        () -> saga("all")
                                .expectCall("hold")
                                .expectCompensation("hold", PROPOSED)
                                .expectOwnKeyOfCompensation("hold")),
                row(
                        "what was done is undone, latest first",
                        () -> saga("all")
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .answers(TERMINAL)
                                .expectCall("erase")
                                .answers(SUCCEEDED)
                                .expectCall("release")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.ROLLED_BACK)),
                row(
                        "it is retried like any other",
                        () -> saga("all")
                                .answers(SUCCEEDED)
                                .answers(TERMINAL)
                                .answers(TRANSIENT)
                                .passesUntilDue()
                                .expectCall("release")),
                row(
                        "a step in doubt is settled first; what never happened is not undone, and that is recorded",
                        () -> saga("all")
                                .answers(UNKNOWN)
                                .cancels()
                                .answers(NOT_FOUND)
                                .passesUntilDue()
                                .answers(NOT_FOUND)
                                .expectEffectReason(EffectRef.forward("hold"), Reason.NOT_COMMITTED)
                                .expectCallsOf("release", 0)
                                .expectSaga(SagaStatus.ROLLED_BACK)),
                row(
                        "where undoing fails a person is asked, and the earlier steps are still undone",
                        () -> saga("all")
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .answers(TERMINAL)
                                .answers(TERMINAL)
                                .expectEscalated(Reason.COMPENSATION_FAILED)
                                .expectCall("release")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.FAILED)),
                row(
                        "what cannot be undone stays, a person is told, and the earlier steps are still undone",
                        () -> saga("scarred")
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .answers(TERMINAL)
                                .expectEscalated(Reason.NO_COMPENSATION)
                                .expectEffect("scar", COMMITTED)
                                .expectCall("release")),
                row("the time at which it ended is that of its end", () -> {
                    Scenario scenario =
                            saga("all").answers(SUCCEEDED).answers(TERMINAL).expectCall("release");
                    var began = scenario.now();
                    return scenario.waits(Duration.ofSeconds(3))
                            .answers(SUCCEEDED)
                            .expectUndoneAfter("hold", began);
                }),
                row(
                        "nothing to refund: nothing is called, and that is recorded",
                        () -> saga("refund")
                                .answers(SUCCEEDED)
                                .answers(TERMINAL)
                                .expectEffect("room", COMPENSATED)
                                .expectEffectReason(EffectRef.forward("room"), Reason.NOTHING_TO_DO)
                                .expectCallsOf("release", 0)),
                row(
                        "one effect of an ended saga is undone on request",
                        () -> saga("all")
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .compensates("note")
                                .expectCall("erase")
                                .answers(SUCCEEDED)
                                .expectEffect("note", COMPENSATED)
                                .expectEffect("hold", COMMITTED)));
    }

    @TestFactory
    Stream<DynamicTest> openSagas() {
        return Stream.of(
                row(
                        "what can be undone runs as it is added, the rest at the commit",
                        () -> opened().expectEffect("hold", COMMITTED)
                                .adds("door")
                                .expectNothingUnderWay()
                                .commits()
                                .expectCall("door")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.COMMITTED)),
                row(
                        "rolled back, what ran is undone",
                        () -> opened().givesUp()
                                .expectCall("release")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.ROLLED_BACK)),
                row(
                        "without a commit in time, what ran is undone; a late commit starts nothing",
                        () -> opened().adds("door")
                                .waits(Scenario.LIMITS.openSagaTimeout())
                                .commits()
                                .expectRejected(Reason.TIMED_OUT)
                                .passes(Duration.ZERO)
                                .expectCall("release")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.FAILED)
                                .expectCallsOf("door", 0)),
                row(
                        "the rules of reversibility hold at each step",
                        () -> opened().adds("door").adds("note").expectRejected(Reason.NOT_REVERSIBLE_HERE)));
    }

    @TestFactory
    Stream<DynamicTest> operators() {
        return Stream.of(
                row(
                        "before the pivot a saga can be cancelled",
                        () -> saga("all")
                                .answers(SUCCEEDED)
                                .answers(TRANSIENT)
                                .cancels()
                                .expectCall("release")),
                row(
                        "after it that is refused, and the saga goes forward",
                        () -> pastTheDoor()
                                .rollsBack()
                                .expectRejected(Reason.PIVOT_PASSED)
                                .expectCall("file")),
                row(
                        "what fails after the pivot is put to a person, who has it retried",
                        () -> pastTheDoor()
                                .answers(TERMINAL)
                                .expectEscalated(Reason.FAILED_AFTER_PIVOT)
                                .retries(FILE)
                                .expectCall("file")
                                .expectOneKeyOf("file")),
                row(
                        "or passed over",
                        () -> pastTheDoor().answers(TERMINAL).skips(FILE).expectSaga(SagaStatus.COMMITTED)),
                row(
                        "what nobody else can tell is resolved as done",
                        () -> tool("scar")
                                .answers(UNKNOWN)
                                .resolves(SCAR, Resolution.COMMITTED)
                                .expectConfirmed("scar", "OPERATOR")),
                row(
                        "or as not done, once no call can be under way any more",
                        () -> tool("scar")
                                .answers(UNKNOWN)
                                .resolves(SCAR, Resolution.NOT_COMMITTED)
                                .expectRejected(Reason.NOT_SETTLED)
                                .passes(SETTLED)
                                .resolves(SCAR, Resolution.NOT_COMMITTED)
                                .expectCall("scar")));
    }

    @TestFactory
    Stream<DynamicTest> patterns() {
        return Stream.of(
                row(
                        "preview, reserve, approve, capture",
                        () -> saga("payment")
                                .expectNothingUnderWay()
                                .grant("reviewer-1")
                                .expectCall("look")
                                .answers(SUCCEEDED)
                                .expectCall("hold")
                                .answers(SUCCEEDED)
                                .expectCall("capture")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.COMMITTED)),
                row(
                        "a reservation that is not captured is released",
                        () -> saga("payment")
                                .grant("reviewer-1")
                                .answers(SUCCEEDED)
                                .answers(SUCCEEDED)
                                .answers(TERMINAL)
                                .expectCall("release")
                                .answers(SUCCEEDED)
                                .expectSaga(SagaStatus.ROLLED_BACK)),
                row("a saga keeps the contracts it started with; a new version serves new sagas", () -> {
                    TestCatalog next = TestCatalog.replacing(CATALOG, "v2")
                            .tool("note", INTERNAL_MUTATION, COMPENSABLE, Capability.BOTH, "erase");
                    return tool("note")
                            .catalogArrives(next)
                            .answers(TRANSIENT)
                            .passesUntilDue()
                            .expectVersionOf("note", "v1")
                            .expectNoReadBack();
                }));
    }
}
