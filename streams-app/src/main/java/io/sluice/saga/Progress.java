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
 */
public record Progress(
        int attempts,
        int calls,
        int lookups,
        int notFired,
        @Nullable Attempt open,
        @Nullable Retry retry,
        @Nullable Instant settledAt,
        boolean accepted) {

    static final Progress NONE = new Progress(0, 0, 0, 0, null, null, null, false);

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
                !call && accepted);
    }

    Progress closed() {
        return new Progress(attempts, calls, lookups, 0, null, retry, settledAt, accepted);
    }

    Progress closedUnfired(Attempt attempt) {
        boolean call = attempt.kind() == AttemptKind.CALL;
        return new Progress(
                attempts,
                call ? calls - 1 : calls,
                call ? lookups : lookups - 1,
                notFired + 1,
                null,
                retry,
                settledAt,
                accepted);
    }

    Progress scheduled(Retry next) {
        return new Progress(attempts, calls, lookups, notFired, open, next, settledAt, accepted);
    }

    Progress acceptedWork() {
        return new Progress(attempts, calls, lookups, notFired, open, retry, settledAt, true);
    }

    Progress settled() {
        return new Progress(attempts, calls, lookups, notFired, open, null, settledAt, false);
    }
}
