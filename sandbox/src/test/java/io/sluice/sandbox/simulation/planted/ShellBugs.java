package io.sluice.sandbox.simulation.planted;

import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.partition.Changes;
import io.sluice.partition.OpenAttempt;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.Sink;
import io.sluice.partition.Timer;
import io.sluice.saga.Output;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.Seams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Bugs in what surrounds the decisions: store, timers, windows, sink, ownership. */
final class ShellBugs {

    private ShellBugs() {}

    /** A provider is called as soon as the intent is written. */
    static Seams callBeforeCommit() {
        List<Sink> sinks = new ArrayList<>();
        return changing(real -> new OtherChanges(real) {
                    @Override
                    public void publish(List<Output> outputs) {
                        super.publish(outputs);
                        for (Output output : outputs) {
                            if (output instanceof Output.SendIntent send) {
                                afterwards(() -> sinks.getLast().offer(send.intent()));
                            }
                        }
                    }
                })
                .withSink(sink -> {
                    sinks.add(sink);
                    return sink;
                });
    }

    /** The state is written, half of the journal is not. */
    static Seams halfARecordCommitted() {
        return changing(real -> new OtherChanges(real) {
            @Override
            public void journal(String sagaId, long firstSequence, List<SagaEvent> events, Instant at) {
                super.journal(sagaId, firstSequence, events.subList(0, Math.min(4, events.size())), at);
            }
        });
    }

    /** The intent is committed, the state that goes with it is not. */
    static Seams outputsWithoutState() {
        return changing(real -> new OtherChanges(real) {
            @Override
            public void open(OpenAttempt attempt) {
                // forgotten
            }
        });
    }

    /** The cursor of the timers never goes back. */
    static Seams timerBelowTheCursor() {
        return Seams.NONE.withStore(real -> new OtherStore(real) {
            private Timer highest = Timer.from(0);

            @Override
            public List<Timer> timers(Timer from, long untilMillis, int max) {
                highest = highest.compareTo(from) < 0 ? from : highest;
                return super.timers(highest, untilMillis, max);
            }
        });
    }

    /** An attempt that has ended keeps its place. */
    static Seams windowSlotLeaked() {
        return changing(real -> new AfterSettling(real, 0));
    }

    /** An attempt that has ended gives its place back twice. */
    static Seams windowSlotFreedTwice() {
        return changing(real -> new AfterSettling(real, 2));
    }

    private static final class AfterSettling extends OtherChanges {
        private final int times;
        private boolean settled;

        AfterSettling(Changes real, int times) {
            super(real);
            this.times = times;
        }

        @Override
        public void settle(String incarnation, String intentId) {
            super.settle(incarnation, intentId);
            settled = true;
        }

        @Override
        public void afterwards(Runnable action) {
            for (int time = 0; time < (settled ? times : 1); time++) {
                super.afterwards(action);
            }
            settled = false;
        }
    }

    /** A task that was taken away goes on committing. */
    static Seams zombieNotFenced() {
        return Seams.NONE.withFence(isOwner -> true);
    }

    /** A closing task says that it called nothing at all. */
    static Seams closedTooEarly() {
        return Seams.NONE.withSink(real -> new Sink() {
            @Override
            public void offer(Intent intent) {
                real.offer(intent);
            }

            @Override
            public void close(long nextIntentOffset) {
                real.close(0);
            }
        });
    }

    /** One that saw an intent twice calls twice. */
    static Seams intentOfferedTwice() {
        return Seams.NONE.withSink(real -> new Sink() {
            @Override
            public void offer(Intent intent) {
                real.offer(intent);
                if (intent.kind() == AttemptKind.CALL) {
                    real.offer(intent);
                }
            }

            @Override
            public void close(long nextIntentOffset) {
                real.close(nextIntentOffset);
            }
        });
    }

    private static Seams changing(UnaryOperator<Changes> change) {
        return Seams.NONE.withStore(real -> changed(real, change));
    }

    private static PartitionStore changed(PartitionStore real, UnaryOperator<Changes> change) {
        return new OtherStore(real) {
            @Override
            public Changes changes() {
                return change.apply(super.changes());
            }
        };
    }
}
