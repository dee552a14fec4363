package io.sluice.sandbox.simulation.planted;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.LedgerLimits;
import io.sluice.claim.LedgerState;
import io.sluice.partition.Machine;
import io.sluice.saga.Claim;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Effect;
import io.sluice.saga.Input;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Step;
import io.sluice.saga.TargetCheck;
import io.sluice.sandbox.simulation.world.LedgerRules;
import io.sluice.sandbox.simulation.world.Seams;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bugs in what is made of the versions of targets. */
final class VersionBugs {

    private VersionBugs() {}

    /** What was found before anything was decided is good for ever. */
    static Machine lookedAtOnce() {
        return seeing((saga, context) -> withEffects(saga, effect -> {
            TargetCheck check = effect.target();
            return check == null || check.known() == null
                    ? effect
                    : Records.with(
                            effect,
                            "target",
                            new TargetCheck(
                                    check.expected(), check.known(), context.now(), check.asks(), check.leftAt()));
        }));
    }

    /** Whatever the ledger tells, it is what was expected. */
    static Machine anyVersionPasses() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return saga != null && input instanceof Input.ClaimAnswered answered
                        ? super.decide(saga, new Input.ClaimAnswered(pleasing(saga, answered.answer())), context)
                        : super.decide(saga, input, context);
            }
        };
    }

    private static ClaimAnswer pleasing(Saga saga, ClaimAnswer answer) {
        String expected = saga.claim(answer.claimId())
                .map(Claim::effect)
                .flatMap(effect -> saga.step(effect.step()))
                .map(step -> saga.commandOf(step).expectedVersion())
                .orElse(null);
        return answer.target() == null || expected == null
                ? answer
                : Records.with(answer, "target", Records.with(answer.target(), "version", expected));
    }

    /** What has been called is decided anew like anything else. */
    static Machine reloadedAfterACall() {
        return seeing((saga, context) -> withEffects(
                saga, effect -> Records.with(effect, "progress", Records.with(effect.progress(), "callsEver", 0))));
    }

    /** What the saga itself has changed is forgotten. */
    static Machine backToTheVersionLeft() {
        return seeing((saga, context) -> withEffects(saga, effect -> {
            TargetCheck check = effect.target();
            return check == null ? effect : Records.with(effect, "target", Records.with(check, "leftAt", null));
        }));
    }

    /** Whoever has to agree to another version is not asked. */
    static Machine nobodyAsked() {
        return MachineBugs.deciding(events -> events.stream().noneMatch(SagaEvent.VersionReloaded.class::isInstance)
                ? events
                : events.stream()
                        .filter(event -> !(event instanceof SagaEvent.ApprovalRequested))
                        .map(event -> event instanceof SagaEvent.VersionReloaded reloaded
                                ? Records.with(reloaded, "asks", false)
                                : event)
                        .toList());
    }

    /** The owner's last word is believed, however old it is. */
    static Seams lastWordBelieved() {
        return Seams.NONE.withLedger(new LedgerRules() {
            @Override
            public List<LedgerEvent> decide(LedgerState state, ClaimMessage message, Instant now, LedgerLimits limits) {
                return message instanceof ClaimMessage.VersionReport report
                        ? List.of(new LedgerEvent.VersionHeard(report.target()))
                        : LedgerRules.CORE.decide(state, message, now, limits);
            }
        });
    }

    @FunctionalInterface
    private interface Seeing {
        Saga apply(Saga saga, Context context);
    }

    private static Machine seeing(Seeing change) {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(saga == null ? null : change.apply(saga, context), input, context);
            }
        };
    }

    private static Saga withEffects(Saga saga, UnaryOperator<Effect> change) {
        return Records.with(
                saga,
                "steps",
                saga.steps().stream()
                        .map(step -> Records.<Step>with(step, "forward", change.apply(step.forward())))
                        .toList());
    }
}
