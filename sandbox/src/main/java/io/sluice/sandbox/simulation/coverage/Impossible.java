package io.sluice.sandbox.simulation.coverage;

import io.sluice.effect.EffectStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The pairs of state and input that no history leads to, each with its reason. */
final class Impossible {

    private static final Set<SagaState> ENDED =
            EnumSet.of(SagaState.COMMITTED, SagaState.ROLLED_BACK, SagaState.FAILED);

    private static final Set<SagaInput> OWN_QUESTIONS =
            EnumSet.of(SagaInput.DOUBT, SagaInput.NOT_FIRED, SagaInput.PLACE_FREED, SagaInput.DUE);

    private static final Set<SagaInput> OF_ATTEMPTS =
            EnumSet.of(SagaInput.DOUBT, SagaInput.NOT_FIRED, SagaInput.PLACE_FREED);

    private static final Set<EffectInput> WHILE_CALLED = EnumSet.of(
            EffectInput.CALL_SUCCEEDED,
            EffectInput.CALL_ACCEPTED,
            EffectInput.CALL_REFUSED,
            EffectInput.CALL_REFUSED_FOR_NOW,
            EffectInput.CALL_UNKNOWN,
            EffectInput.CALL_NOT_FIRED);

    private static final Set<EffectInput> WHILE_UNDER_WAY = EnumSet.of(
            EffectInput.LOOKUP_FOUND,
            EffectInput.LOOKUP_NOT_FOUND,
            EffectInput.LOOKUP_PENDING,
            EffectInput.LOOKUP_UNKNOWN,
            EffectInput.LOOKUP_NOT_FIRED,
            EffectInput.DOUBT,
            EffectInput.SURELY_NOT_FIRED,
            EffectInput.ATTEMPT_EXPIRES);

    private static final Set<EffectInput> OF_APPROVAL =
            EnumSet.of(EffectInput.GRANT, EffectInput.REJECTION, EffectInput.WITHDRAWAL, EffectInput.APPROVAL_EXPIRES);

    private static final List<OfSaga> SAGAS = List.of(
            new OfSaga(
                    "a",
                    "the partition asks this only of a saga that it has",
                    EnumSet.of(SagaState.NONE),
                    OWN_QUESTIONS),
            new OfSaga(
                    "b",
                    "a saga without a plan has no attempts",
                    EnumSet.of(SagaState.WAITING_FOR_CATALOG),
                    OF_ATTEMPTS),
            new OfSaga(
                    "c",
                    "the timer of an ended saga forgets it, and the machine is not asked",
                    ENDED,
                    EnumSet.of(SagaInput.DUE)),
            new OfSaga(
                    "e",
                    "no command of its own has the key of an open saga, and what is asked of an open saga is asked of"
                            + " no other",
                    EnumSet.of(SagaState.OPEN),
                    EnumSet.of(SagaInput.COMMAND)),
            new OfSaga(
                    "f",
                    "only a command that is a saga of its own waits for a catalog",
                    EnumSet.of(SagaState.WAITING_FOR_CATALOG),
                    EnumSet.of(SagaInput.BEGIN, SagaInput.ADD_STEP, SagaInput.COMMIT, SagaInput.ROLL_BACK)),
            new OfSaga("d", "a saga ends when nothing of it is under way any more", ENDED, OF_ATTEMPTS));

    private static final List<OfEffect> EFFECTS = List.of(
            new OfEffect(
                    "m",
                    "a call is under way only while its effect is started, and one in doubt that is repeated is"
                            + " started again",
                    EnumSet.complementOf(EnumSet.of(EffectStatus.STARTED)),
                    WHILE_CALLED),
            new OfEffect(
                    "n",
                    "what has not begun, or is over, has no attempt under way and none to come",
                    EnumSet.complementOf(EnumSet.of(EffectStatus.STARTED, EffectStatus.AMBIGUOUS)),
                    WHILE_UNDER_WAY),
            new OfEffect(
                    "s",
                    "what is started is looked up only where its provider has taken it on, and there it can be seen at"
                            + " once",
                    EnumSet.of(EffectStatus.STARTED),
                    EnumSet.of(EffectInput.LOOKUP_NOT_FOUND)),
            new OfEffect(
                    "r",
                    "what is over, was not decided about, or waits for a person, has no attempt to come",
                    EnumSet.of(
                            EffectStatus.PROPOSED,
                            EffectStatus.APPROVAL_REQUIRED,
                            EffectStatus.COMMITTED,
                            EffectStatus.FAILED,
                            EffectStatus.COMPENSATED),
                    EnumSet.of(EffectInput.RETRY_DUE)),
            new OfEffect(
                    "o",
                    "what is over, or waits for a person, waits for no place",
                    EnumSet.of(
                            EffectStatus.APPROVAL_REQUIRED,
                            EffectStatus.COMMITTED,
                            EffectStatus.FAILED,
                            EffectStatus.COMPENSATED),
                    EnumSet.of(EffectInput.PLACE_FREED)),
            new OfEffect(
                    "p",
                    "approval is asked for once the request is rendered, and what needs none is never decided about",
                    EnumSet.of(EffectStatus.PROPOSED, EffectStatus.VALIDATED),
                    OF_APPROVAL),
            new OfEffect(
                    "q",
                    "what needs approval cannot be compensated, so what was compensated had none",
                    EnumSet.of(EffectStatus.COMPENSATED),
                    OF_APPROVAL));

    /**
     * Why.
     *
     * @param letter stands for it in the table
     */
    record Reason(String letter, String sentence) {}

    private record OfSaga(String letter, String sentence, Set<SagaState> states, Set<SagaInput> inputs) {}

    private record OfEffect(String letter, String sentence, Set<EffectStatus> statuses, Set<EffectInput> inputs) {}

    private Impossible() {}

    static Optional<Reason> because(SagaState state, SagaInput input) {
        return SAGAS.stream()
                .filter(rule -> rule.states.contains(state) && rule.inputs.contains(input))
                .map(rule -> new Reason(rule.letter, rule.sentence))
                .findFirst();
    }

    static Optional<Reason> because(EffectStatus status, EffectInput input) {
        return EFFECTS.stream()
                .filter(rule -> rule.statuses.contains(status) && rule.inputs.contains(input))
                .map(rule -> new Reason(rule.letter, rule.sentence))
                .findFirst();
    }
}
