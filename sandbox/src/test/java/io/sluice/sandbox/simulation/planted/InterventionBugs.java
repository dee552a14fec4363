package io.sluice.sandbox.simulation.planted;

import io.sluice.partition.Changes;
import io.sluice.partition.Machine;
import io.sluice.partition.Timer;
import io.sluice.saga.Command;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Input;
import io.sluice.saga.OpenSaga;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.sandbox.simulation.world.Seams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Bugs in what operators may do, in sagas that agents add steps to, and in quarantine. */
final class InterventionBugs {

    private InterventionBugs() {}

    /** An operator's message that comes again is taken for news. */
    static Machine operationAppliedTwice() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(
                        saga != null && input instanceof Input.Operate
                                ? Records.with(saga, "operations", List.of())
                                : saga,
                        input,
                        context);
            }
        };
    }

    /** Operators may undo a saga whose pivot has happened. */
    static Machine cancelledBehindThePivot() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(
                        saga != null && input instanceof Input.Operate ? MachineBugs.withoutDoors(saga) : saga,
                        input,
                        context);
            }
        };
    }

    /** A commit is taken whenever it comes. */
    static Machine committedPastTheDeadline() {
        return commanded(
                SagaAction.COMMIT,
                (saga, context) -> saga.isOpen()
                        ? Records.with(saga, "deadline", context.now().plus(Duration.ofDays(1)))
                        : saga);
    }

    /** A step is taken although the saga is over. */
    static Machine stepAddedAfterTheEnd() {
        return commanded(SagaAction.ADD_STEP, (saga, context) -> {
            OpenSaga open = saga.open();
            return saga.status() == SagaStatus.ACTIVE || open == null
                    ? saga
                    : reopened(saga, new OpenSaga(open.runAt(), null, null), context.now());
        });
    }

    private static Saga reopened(Saga saga, OpenSaga open, Instant now) {
        Saga pending = Records.with(saga, "status", SagaStatus.PENDING);
        Saga unreasoned = Records.with(pending, "reason", null);
        return Records.with(Records.with(unreasoned, "open", open), "deadline", now.plus(Duration.ofDays(1)));
    }

    /** What cannot be undone runs as soon as it is added. */
    static Machine doorOpenBeforeTheCommit() {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                return super.decide(
                        saga != null && saga.isOpen() ? MachineBugs.withoutDoors(saga) : saga, input, context);
            }
        };
    }

    /** Nobody is told of a saga that the machine fails on. */
    static Machine quarantineThatFails() {
        return new OtherMachine() {
            @Override
            public @Nullable Saga evolve(@Nullable Saga saga, SagaEvent event, Instant at) {
                if (event instanceof SagaEvent.SagaQuarantined) {
                    throw new IllegalStateException("planted");
                }
                return super.evolve(saga, event, at);
            }
        };
    }

    /** Once a saga is in quarantine, the timers of all the others stand still. */
    static Seams quarantineStopsThePartition() {
        AtomicBoolean isStopped = new AtomicBoolean();
        return Seams.NONE.withStore(real -> new OtherStore(real) {
            @Override
            public Changes changes() {
                return new OtherChanges(super.changes()) {
                    @Override
                    public void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at) {
                        isStopped.compareAndSet(
                                false, events.stream().anyMatch(SagaEvent.SagaQuarantined.class::isInstance));
                        super.journal(sagaId, firstSequence, events, at);
                    }
                };
            }

            @Override
            public List<Timer> timers(Timer from, long untilMillis, int max) {
                return isStopped.get() ? List.of() : super.timers(from, untilMillis, max);
            }
        });
    }

    private static Machine commanded(SagaAction action, BiFunction<Saga, Context, Saga> change) {
        return new OtherMachine() {
            @Override
            public Decision decide(@Nullable Saga saga, Input input, Context context) {
                boolean isMeant = saga != null && input instanceof Input.Propose propose && isAbout(propose.command());
                return super.decide(isMeant ? change.apply(saga, context) : saga, input, context);
            }

            private boolean isAbout(Command command) {
                return command.sagaAction() == action;
            }
        };
    }
}
