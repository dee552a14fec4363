package io.sluice.saga;

import io.sluice.effect.AttemptKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far the attempts of one effect have come.
 *
 * @param attempts intents written so far, of either kind; numbers the next one
 * @param calls attempts that may have reached the provider since the budget was last full
 * @param callsEver such attempts, whatever the budget
 * @param callsInQuestion such attempts of which it is not known that they did nothing
 * @param lookups lookups since the last call that did not settle the matter
 * @param notFired intents in a row that were never sent
 * @param open the attempt under way, if any
 * @param retry the attempt to come, if one is scheduled
 * @param waiting the attempt that is due and waits for a place, if one does
 * @param settledAt from here on no call of this effect can still be under way; null before the first call
 * @param unansweredUntil until then a call that was given up without an answer may still be made; null where none was
 * @param stuckSince since when the provider has worked on it without an end or put it off, or attempts were not sent; null
 *     where none of that is
 * @param accepted whether the provider took the work on and has not ended it yet
 * @param doubt whether some call may have done the work without our knowing
 * @param externalRef the provider's reference, as far as any answer gave one
 */
public record Progress(
        int attempts,
        int calls,
        int callsEver,
        int callsInQuestion,
        int lookups,
        int notFired,
        @Nullable Attempt open,
        @Nullable Retry retry,
        @Nullable Waiting waiting,
        @Nullable Instant settledAt,
        @Nullable Instant unansweredUntil,
        @Nullable Instant stuckSince,
        boolean accepted,
        boolean doubt,
        @Nullable String externalRef) {

    static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, null, null, null, null, null, null, false, false, null);

    /** Whether something is under way, scheduled or waits for a place, so that the effect moves on without a person. */
    public boolean isMoving() {
        return open != null || retry != null || waiting != null;
    }

    /** What the next attempt will be, if one is scheduled or waits; otherwise a call. */
    public AttemptKind nextKind() {
        if (waiting != null) {
            return waiting.kind();
        }
        return retry == null ? AttemptKind.CALL : retry.kind();
    }

    /** Until when a call may be under way, or may yet be made; empty where none can. */
    public Optional<Instant> calledUntil() {
        Stream<Instant> ofOpen =
                open != null && open.kind() == AttemptKind.CALL ? Stream.of(open.settledAt()) : Stream.empty();
        return Stream.concat(ofOpen, Stream.ofNullable(unansweredUntil)).max(Comparator.naturalOrder());
    }

    Progress started(Attempt attempt) {
        return copy(to -> {
            to.attempts = attempt.number();
            to.open = attempt;
            to.retry = null;
            to.waiting = null;
            if (attempt.kind() == AttemptKind.CALL) {
                to.calls++;
                to.callsEver++;
                to.callsInQuestion++;
                to.lookups = 0;
                to.settledAt = attempt.settledAt();
                to.accepted = false;
            } else {
                to.lookups++;
            }
        });
    }

    Progress ended(@Nullable String reference) {
        return copy(to -> {
            to.notFired = 0;
            to.open = null;
            to.externalRef = reference != null ? reference : externalRef;
        });
    }

    /** Nobody can say what became of the attempt. */
    Progress unanswered() {
        Instant until = calledUntil().orElse(null);
        return copy(to -> to.unansweredUntil = until);
    }

    /** The answer to the only call there was came after all. */
    Progress heard(boolean didNothing) {
        return callsEver == 1
                ? copy(to -> {
                    to.unansweredUntil = null;
                    to.callsInQuestion = didNothing ? 0 : callsInQuestion;
                })
                : this;
    }

    Progress neverFired(Attempt attempt, Instant at) {
        return copy(to -> {
            to.notFired++;
            to.stuckSince = stuckSince == null ? at : stuckSince;
            to.open = null;
            if (attempt.kind() == AttemptKind.CALL) {
                to.calls--;
                to.callsEver--;
                to.callsInQuestion--;
            } else {
                to.lookups--;
            }
        });
    }

    Progress scheduled(@Nullable Retry next) {
        return copy(to -> {
            to.retry = next;
            to.waiting = null;
        });
    }

    /** The attempt that is due waits for a place, or none does. */
    Progress waiting(@Nullable Waiting next) {
        return copy(to -> {
            to.retry = null;
            to.waiting = next;
        });
    }

    /** The provider works on it: looks at its progress do not count as lookups that failed to settle a doubt. */
    Progress acceptedWork(Instant at) {
        return copy(to -> {
            to.lookups = 0;
            to.stuckSince = stuckSince == null ? at : stuckSince;
            to.accepted = true;
        });
    }

    /** The provider wants to be asked later. */
    Progress putOff(Instant at) {
        return copy(to -> to.stuckSince = stuckSince == null ? at : stuckSince);
    }

    Progress doubted(boolean inDoubt) {
        return copy(to -> to.doubt = inDoubt);
    }

    /** The budgets of calls and lookups are full again; that an earlier call is in doubt is not forgotten. */
    Progress anew() {
        return copy(to -> {
            to.calls = 0;
            to.lookups = 0;
            to.notFired = 0;
            to.stuckSince = null;
        });
    }

    /** What is still under way is waited for no more. */
    Progress resolved() {
        Instant until = calledUntil().orElse(null);
        return copy(to -> {
            to.unansweredUntil = until;
            to.open = null;
            to.retry = null;
            to.waiting = null;
            to.stuckSince = null;
            to.accepted = false;
            to.doubt = false;
        });
    }

    /** The provider refused the attempt, and so has done nothing. */
    Progress refused(Attempt attempt) {
        return attempt.kind() == AttemptKind.LOOKUP ? this : copy(to -> to.callsInQuestion--);
    }

    /** Nothing was done by any of the calls so far. */
    Progress undone() {
        return resolved().copy(to -> to.callsInQuestion = 0);
    }

    private Progress copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** A copy in the making. */
    private static final class Copy {

        private int attempts;
        private int calls;
        private int callsEver;
        private int callsInQuestion;
        private int lookups;
        private int notFired;
        private @Nullable Attempt open;
        private @Nullable Retry retry;
        private @Nullable Waiting waiting;
        private @Nullable Instant settledAt;
        private @Nullable Instant unansweredUntil;
        private @Nullable Instant stuckSince;
        private boolean accepted;
        private boolean doubt;
        private @Nullable String externalRef;

        Copy(Progress from) {
            this.attempts = from.attempts;
            this.calls = from.calls;
            this.callsEver = from.callsEver;
            this.callsInQuestion = from.callsInQuestion;
            this.lookups = from.lookups;
            this.notFired = from.notFired;
            this.open = from.open;
            this.retry = from.retry;
            this.waiting = from.waiting;
            this.settledAt = from.settledAt;
            this.unansweredUntil = from.unansweredUntil;
            this.stuckSince = from.stuckSince;
            this.accepted = from.accepted;
            this.doubt = from.doubt;
            this.externalRef = from.externalRef;
        }

        Progress made() {
            return new Progress(
                    attempts,
                    calls,
                    callsEver,
                    callsInQuestion,
                    lookups,
                    notFired,
                    open,
                    retry,
                    waiting,
                    settledAt,
                    unansweredUntil,
                    stuckSince,
                    accepted,
                    doubt,
                    externalRef);
        }
    }
}
