package io.sluice.sandbox.simulation.coverage;

import io.sluice.approval.ReviewerDecision;
import io.sluice.saga.Command;
import io.sluice.saga.Input;
import io.sluice.saga.OperationKind;
import io.sluice.saga.SagaAction;
import java.util.Locale;

/** What can happen to a saga. */
enum SagaInput {
    COMMAND,
    BEGIN,
    ADD_STEP,
    COMMIT,
    ROLL_BACK,
    GRANT,
    REJECTION,
    WITHDRAWAL,
    ANSWER,
    DOUBT,
    NOT_FIRED,
    PLACE_FREED,
    CLAIM_ANSWERED,
    DUE,
    OPERATOR_CANCELS,
    OPERATOR_ROLLS_BACK,
    OPERATOR_RESOLVES,
    OPERATOR_RETRIES,
    OPERATOR_SKIPS,
    OPERATOR_COMPENSATES;

    static SagaInput of(Input input) {
        return switch (input) {
            case Input.Propose propose -> of(propose.command());
            case Input.Review review -> of(review.decision().verdict());
            case Input.Answer answer -> ANSWER;
            case Input.Doubt doubt -> DOUBT;
            case Input.NotFired notFired -> NOT_FIRED;
            case Input.PlaceFreed freed -> PLACE_FREED;
            case Input.ClaimAnswered answered -> CLAIM_ANSWERED;
            case Input.Operate operate -> of(operate.operation().kind());
            case Input.Due due -> DUE;
        };
    }

    private static SagaInput of(Command command) {
        SagaAction action = command.sagaAction();
        if (action == null) {
            return COMMAND;
        }
        return switch (action) {
            case BEGIN -> BEGIN;
            case ADD_STEP -> ADD_STEP;
            case COMMIT -> COMMIT;
            case ROLL_BACK -> ROLL_BACK;
            case UNRECOGNISED -> COMMAND;
        };
    }

    private static SagaInput of(ReviewerDecision.Verdict verdict) {
        return switch (verdict) {
            case GRANT -> GRANT;
            case REJECT -> REJECTION;
            case WITHDRAW -> WITHDRAWAL;
        };
    }

    private static SagaInput of(OperationKind kind) {
        return switch (kind) {
            case CANCEL -> OPERATOR_CANCELS;
            case ROLL_BACK -> OPERATOR_ROLLS_BACK;
            case RESOLVE -> OPERATOR_RESOLVES;
            case RETRY, REPLAY, SET_VERSION, SHOW_VERSION, UNRECOGNISED -> OPERATOR_RETRIES;
            case SKIP -> OPERATOR_SKIPS;
            case COMPENSATE -> OPERATOR_COMPENSATES;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
