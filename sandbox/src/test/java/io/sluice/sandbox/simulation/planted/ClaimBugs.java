package io.sluice.sandbox.simulation.planted;

import io.sluice.catalog.Limit;
import io.sluice.catalog.ToolContract;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.Lease;
import io.sluice.claim.LedgerEvent;
import io.sluice.claim.LedgerLimits;
import io.sluice.claim.LedgerState;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.claim.Resource;
import io.sluice.claim.TargetVersion;
import io.sluice.claim.Terms;
import io.sluice.partition.Machine;
import io.sluice.saga.Claim;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.Output;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.LedgerRules;
import io.sluice.sandbox.simulation.world.Seams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bugs in what is competed for: the claim ledger, and what sagas make of it. */
final class ClaimBugs {

    private ClaimBugs() {}

    /** The answer says that the grant is the saga's, and the ledger does not remember it. */
    static Seams grantNotMarkedAsUsed() {
        return deciding(events -> events.stream()
                .map(event -> event instanceof LedgerEvent.ApprovalSpent spent
                        ? Records.with(spent, "grant", Records.with(spent.grant(), "usedBy", null))
                        : event)
                .toList());
    }

    /** Only the limits that tools have of their own count. */
    static Seams sharedLimitIgnored() {
        return Seams.NONE.withCatalog(real -> new OtherCatalog(real) {
            @Override
            public List<Limit> limits(String tenantId, ToolContract planned) {
                return super.limits(tenantId, planned).stream()
                        .filter(limit -> limit.scope() == Limit.Scope.TOOL)
                        .toList();
            }
        });
    }

    /** Each thing is there twice. */
    static Seams oneMoreThanThereIs() {
        return Seams.NONE.withLedger(new LedgerRules() {
            @Override
            public List<LedgerEvent> decide(LedgerState state, ClaimMessage message, Instant now, LedgerLimits limits) {
                return LedgerRules.CORE.decide(
                        state,
                        message instanceof ClaimMessage.ClaimAsk ask
                                ? Records.with(
                                        ask, "terms", new Terms(ask.terms().places() + 1, 0, 0))
                                : message,
                        now,
                        limits);
            }
        });
    }

    /** What is given back is given to nobody else. */
    static Seams placeNotPassedOn() {
        return deciding(events -> events.stream()
                .filter(event -> !(event instanceof LedgerEvent.LeaseGiven given
                        && given.lease().number() > 0))
                .toList());
    }

    /** Whoever came last is served first. */
    static Seams lastComeFirstServed() {
        return Seams.NONE.withLedger(new LedgerRules() {
            @Override
            public List<LedgerEvent> decide(LedgerState state, ClaimMessage message, Instant now, LedgerLimits limits) {
                return LedgerRules.CORE.decide(new FromTheEnd(state), message, now, limits);
            }
        });
    }

    /** A saga that is over keeps what it has claimed. */
    static Machine claimNotGivenBack() {
        return claiming(event -> event instanceof SagaEvent.ClaimReleased, output -> Optional.empty());
    }

    /** A saga that is over asks for what it had once more, instead of giving it back. */
    static Machine claimAskedForByTheDead() {
        return claiming(
                event -> event instanceof SagaEvent.ClaimReleased,
                release -> Optional.of(new Output.SendClaim(new ClaimMessage.ClaimAsk(
                        release.message().claimId(),
                        release.message().key(),
                        release.message().tenantId(),
                        release.message().sagaId(),
                        ClaimKind.TARGET,
                        "account first",
                        Terms.ALONE,
                        null))));
    }

    /** A business act that was done is given back like a place. */
    static Machine actForgotten() {
        return new OtherMachine() {
            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                List<Output> outputs = new ArrayList<>(super.react(saga, event, context));
                if (event instanceof SagaEvent.ClaimKept kept) {
                    outputs.add(new Output.SendClaim(
                            new ClaimMessage.ClaimRelease(kept.claimId(), kept.key(), saga.tenantId(), saga.sagaId())));
                }
                return outputs;
            }
        };
    }

    /** That a saga has one thing is taken for the answer about another. */
    static Machine answerForAnotherClaim() {
        return answered((saga, answer) -> saga.claims().stream()
                .filter(claim -> answer.result() == ClaimAnswer.Result.HELD && claim.state() != Claim.State.HELD)
                .findFirst()
                .map(other -> Records.with(answer, "claimId", other.claimId()))
                .orElse(answer));
    }

    /** Whoever has to wait begins. */
    static Machine queuedTakenForHeld() {
        return answered((saga, answer) -> answer.result() == ClaimAnswer.Result.QUEUED
                ? Records.with(answer, "result", ClaimAnswer.Result.HELD)
                : answer);
    }

    /** The state, but for who is next. */
    private record FromTheEnd(LedgerState real) implements LedgerState {

        @Override
        public @Nullable Resource resource(String key) {
            return real.resource(key);
        }

        @Override
        public @Nullable Lease lease(String key, String claimId) {
            return real.lease(key, claimId);
        }

        @Override
        public @Nullable PreIssuedGrant grant(String key) {
            return real.grant(key);
        }

        @Override
        public @Nullable TargetVersion version(String key) {
            return real.version(key);
        }

        @Override
        public Optional<Lease> nextWaiting(String key, long number) {
            Optional<Lease> last = Optional.empty();
            Optional<Lease> next = real.nextWaiting(key, number);
            while (next.isPresent()) {
                last = next;
                next = real.nextWaiting(key, next.get().number());
            }
            return last;
        }
    }

    @FunctionalInterface
    private interface Answering {
        ClaimAnswer apply(Saga saga, ClaimAnswer answer);
    }

    @FunctionalInterface
    private interface Deciding {
        List<LedgerEvent> apply(List<LedgerEvent> events);
    }

    @FunctionalInterface
    private interface About {
        boolean test(SagaEvent event);
    }

    @FunctionalInterface
    private interface Saying {
        Optional<Output> apply(Output.SendClaim output);
    }

    private static Seams deciding(Deciding change) {
        return Seams.NONE.withLedger(new LedgerRules() {
            @Override
            public List<LedgerEvent> decide(LedgerState state, ClaimMessage message, Instant now, LedgerLimits limits) {
                return change.apply(LedgerRules.CORE.decide(state, message, now, limits));
            }
        });
    }

    private static Machine claiming(About about, Saying change) {
        return new OtherMachine() {
            @Override
            public List<Output> react(Saga saga, SagaEvent event, Context context) {
                List<Output> outputs = super.react(saga, event, context);
                return about.test(event)
                        ? outputs.stream()
                                .flatMap(output -> (output instanceof Output.SendClaim claim
                                                ? change.apply(claim)
                                                : Optional.of(output))
                                        .stream())
                                .toList()
                        : outputs;
            }
        };
    }

    private static Machine answered(Answering change) {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return saga != null && input instanceof Input.ClaimAnswered claim
                        ? super.decide(saga, new Input.ClaimAnswered(change.apply(saga, claim.answer())), context)
                        : super.decide(saga, input, context);
            }
        };
    }
}
