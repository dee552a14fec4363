package io.sluice.saga;

import org.jspecify.annotations.Nullable;

/**
 * A saga that had ended undoes one of its steps, because somebody asked for it.
 *
 * @param step the only step that is undone
 * @param endedAs how the saga had ended
 * @param reason the reason it had ended with
 */
public record RequestedUndo(
        String step, SagaStatus endedAs, @Nullable String reason, String operationId, String who, String why) {}
