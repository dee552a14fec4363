package io.sluice.saga;

import io.sluice.effect.AttemptKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the attempts of one effect have come.
 *
 * @param attempts intents written so far, of either kind; numbers the next one
 * @param calls attempts that may have reached the provider
 * @param lookups lookups since the last call that did not settle the matter
 * @param notFired intents in a row that were never sent
 * @param open the attempt under way, if any
 * @param retry the attempt to come, if one is scheduled
 * @param settledAt from here on no call of this effect can still be under way; null before the first call
 * @param accepted whether the provider took the work on and has not ended it yet
 * @param doubt whether some call may have done the work without our knowing
 * @param externalRef the provider's reference, as far as any answer gave one
 */
public record Progress(
        int attempts,
        int calls,
        int lookups,
        int notFired,
        @Nullable Attempt open,
        @Nullable Retry retry,
        @Nullable Instant settledAt,
        boolean accepted,
        boolean doubt,
        @Nullable String externalRef) {

    static final Progress NONE = new Progress(0, 0, 0, 0, null, null, null, false, false, null);

    /** Whether something is under way or scheduled, so that the effect moves on without a person. */
    public boolean isMoving() {
        return open != null || retry != null;
    }

    Progress started(Attempt attempt) {
        boolean call = attempt.kind() == AttemptKind.CALL;
        return new Progress(
                attempt.number(),
                call ? calls + 1 : calls,
                call ? 0 : lookups + 1,
                notFired,
                attempt,
                null,
                call ? attempt.settledAt() : settledAt,
                !call && accepted,
                doubt,
                externalRef);
    }

    Progress ended(@Nullable String reference) {
        return new Progress(
                attempts,
                calls,
                lookups,
                0,
                null,
                retry,
                settledAt,
                accepted,
                doubt,
                reference != null ? reference : externalRef);
    }

    Progress neverFired(Attempt attempt) {
        boolean call = attempt.kind() == AttemptKind.CALL;
        return new Progress(
                attempts,
                call ? calls - 1 : calls,
                call ? lookups : lookups - 1,
                notFired + 1,
                null,
                retry,
                settledAt,
                accepted,
                doubt,
                externalRef);
    }

    Progress scheduled(@Nullable Retry next) {
        return new Progress(attempts, calls, lookups, notFired, open, next, settledAt, accepted, doubt, externalRef);
    }

    /** The provider works on it: looks at its progress do not count as lookups that failed to settle a doubt. */
    Progress acceptedWork() {
        return new Progress(attempts, calls, 0, notFired, open, retry, settledAt, true, doubt, externalRef);
    }

    Progress doubted(boolean inDoubt) {
        return new Progress(attempts, calls, lookups, notFired, open, retry, settledAt, accepted, inDoubt, externalRef);
    }

    Progress resolved() {
        return new Progress(attempts, calls, lookups, notFired, null, null, settledAt, false, false, externalRef);
    }
}
