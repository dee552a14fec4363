package io.sluice.saga.machine;

import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.CommandValidation;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Problem;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what an input means for a saga. Pure: the same saga, input and context give the same decision. */
public final class Decider {

    private Decider() {}

    /**
     * Decides.
     *
     * @param saga the saga that the input is about; null where none is known
     * @return the events that now hold, or why nothing changes
     */
    public static Decision decide(@Nullable Saga saga, Input input, Context context) {
        if (input instanceof Input.Propose propose) {
            return propose(saga, propose, context);
        }
        if (saga == null) {
            return new Decision.Rejected(
                    Reason.UNKNOWN_SAGA, "there is no such saga here; it may have ended before the dedup window");
        }
        boolean concernsQuarantined = input instanceof Input.Operate || input instanceof Input.ClaimAnswered;
        if (saga.quarantine() != null && !concernsQuarantined) {
            return new Decision.Rejected(
                    Reason.QUARANTINED,
                    "the machine failed on this saga and leaves it alone until an operator retries it");
        }
        return switch (input) {
            case Input.Propose propose -> throw new IllegalStateException("handled above");
            case Input.Review review -> Reviews.decide(saga, review, context);
            case Input.Answer answer -> Answers.answer(saga, answer.outcome(), context);
            case Input.Doubt doubt -> Unheard.doubt(saga, doubt, context);
            case Input.NotFired notFired -> Unheard.notFired(saga, notFired, context);
            case Input.PlaceFreed freed -> Flow.placeFreed(saga, freed.effect(), context);
            case Input.ClaimAnswered answered -> Claiming.answered(saga, answered.answer(), context);
            case Input.Operate operate -> Operations.decide(saga, operate.operation(), context);
            case Input.Due due -> Deadlines.due(saga, context);
        };
    }

    private static Decision propose(@Nullable Saga saga, Input.Propose propose, Context context) {
        Command command = propose.command();
        String distrust = propose.distrust();
        Optional<Problem> invalid = CommandValidation.validate(command);
        if (invalid.isPresent()) {
            return new Decision.Rejected(invalid.get().reason(), invalid.get().detail());
        }
        Optional<Decision.Rejected> notAdmitted = distrust != null
                ? Optional.of(new Decision.Rejected(Reason.IDENTITY_REFUSED, distrust))
                : Admission.refusal(command, context.catalog());
        if (notAdmitted.isPresent()) {
            return notAdmitted.get();
        }
        String hash;
        try {
            hash = CommandJson.hash(command);
        } catch (IllegalArgumentException e) {
            return new Decision.Rejected(
                    Reason.INVALID_COMMAND, "its arguments cannot be put into canonical form: " + e.getMessage());
        }
        if (command.dryRun()) {
            return DryRuns.decide(saga, command, propose.target(), context);
        }
        return command.sagaAction() == null
                ? Proposals.decide(saga, command, hash, context)
                : OpenSagas.decide(saga, command, hash, context);
    }
}
