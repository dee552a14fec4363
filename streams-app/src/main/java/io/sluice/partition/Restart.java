package io.sluice.partition;

import io.sluice.effect.Intent;
import io.sluice.saga.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One life of a task, and what it makes of the intents that earlier lives left behind.
 *
 * <p>Until the task has read its own {@code TaskOpened} back, answers of earlier lives may still wait in the log: no
 * timer fires and foreign intents are only noted. From then on an attempt of another life is settled: where that life
 * said that it called nothing from some offset on, an intent at or beyond it is re-issued and one before it gets its
 * answer or its deadline; where it said nothing, nobody can know whether the call was made.
 */
final class Restart {

    private static final String DOUBT = "the task that wrote the intent ended without saying what it had called";
    private static final String NOT_FIRED = "the task that wrote the intent said that it had not called it";

    private final PartitionStore store;
    private final String incarnation;
    private boolean opened;
    private long highestIntentOffset = -1;

    /** What is to be asked of a saga because of an intent of an earlier life. */
    record Question(String sagaId, Input input) {}

    Restart(PartitionStore store, String incarnation) {
        this.store = store;
        this.incarnation = incarnation;
    }

    String incarnation() {
        return incarnation;
    }

    boolean isOpened() {
        return opened;
    }

    /** Behind the highest intent that this life has seen. */
    long nextIntentOffset() {
        return highestIntentOffset + 1;
    }

    /** Whether this life may call for {@code intent}: its own, not seen before, and still without an answer. */
    boolean mayCall(Intent intent, long offset) {
        boolean isNew = offset > highestIntentOffset;
        highestIntentOffset = Math.max(highestIntentOffset, offset);
        return isNew && isOwn(intent) && store.openAttempt(incarnation, intent.intentId()) != null;
    }

    boolean isOwn(Intent intent) {
        return intent.incarnation().equals(incarnation);
    }

    /** Notes where a foreign intent stands, to be settled when the task is opened. */
    void note(Changes changes, Intent intent, long offset) {
        OpenAttempt open = store.openAttempt(intent.incarnation(), intent.intentId());
        if (open != null) {
            changes.open(open.readAt(offset));
        }
    }

    void closed(Changes changes, String other, long nextIntentOffset) {
        changes.closed(other, nextIntentOffset);
    }

    /** Opens the task; the questions about everything that earlier lives left open. */
    List<Question> open() {
        opened = true;
        List<Question> questions = new ArrayList<>();
        for (OpenAttempt attempt : store.openAttempts()) {
            question(attempt).ifPresent(questions::add);
        }
        return questions;
    }

    /** The question about a foreign intent that is read after the task was opened. */
    Optional<Question> question(Intent intent, long offset) {
        OpenAttempt open = store.openAttempt(intent.incarnation(), intent.intentId());
        return open == null ? Optional.empty() : question(open.readAt(offset));
    }

    /** Forgets what earlier lives said when no attempt of theirs is open any more. */
    void tidy(Changes changes) {
        for (String other : store.closedIncarnations()) {
            if (!store.hasOpenAttempts(other)) {
                changes.forgetClosed(other);
            }
        }
    }

    private Optional<Question> question(OpenAttempt attempt) {
        if (attempt.incarnation().equals(incarnation)) {
            return Optional.empty();
        }
        OptionalLong closedAt = store.closedAt(attempt.incarnation());
        if (closedAt.isEmpty()) {
            return Optional.of(new Question(attempt.sagaId(), new Input.Doubt(attempt.intentId(), DOUBT)));
        }
        return attempt.offset() >= closedAt.getAsLong()
                ? Optional.of(new Question(attempt.sagaId(), new Input.NotFired(attempt.intentId(), NOT_FIRED)))
                : Optional.empty();
    }
}
