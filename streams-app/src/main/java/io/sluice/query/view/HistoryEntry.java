package io.sluice.query.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.audit.JournalEntry;
import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.SagaEvent;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One fact of a saga's journal.
 *
 * @param sequence counts the facts of the saga, from 1; 0 for a refusal before there was a saga
 * @param partitionSequence counts the inputs that the partition journaled; what one input changed shares it, and a history
 *     goes on beyond it
 * @param type name of the kind of fact
 * @param step the step it is about; null where it is about the whole saga
 * @param direction whether it is about doing the step or undoing it; null where it is about the whole saga
 * @param text the fact as one sentence
 * @param event the fact with all its fields
 */
public record HistoryEntry(
        long sequence,
        long partitionSequence,
        Instant recordedAt,
        String type,
        @Nullable String step,
        @Nullable Direction direction,
        String text,
        JsonNode event) {

    /** The facts of one entry about a saga, in order; none where it is about the whole partition. */
    public static Stream<HistoryEntry> of(JournalEntry entry) {
        List<SagaEvent> events = entry.sagaEvents();
        return IntStream.range(0, events.size())
                .mapToObj(place -> of(
                        entry.sagaSequence() == 0 ? 0 : entry.sagaSequence() + place,
                        entry.partitionSequence(),
                        entry.recordedAt(),
                        events.get(place)));
    }

    private static HistoryEntry of(long sequence, long partitionSequence, Instant recordedAt, SagaEvent event) {
        EffectRef effect = effect(event);
        return new HistoryEntry(
                sequence,
                partitionSequence,
                recordedAt,
                event.getClass().getSimpleName(),
                effect == null ? null : effect.step(),
                effect == null ? null : effect.direction(),
                Narrator.tell(event),
                Json.tree(event));
    }

    private static @Nullable EffectRef effect(SagaEvent event) {
        return switch (event) {
            case SagaEvent.OfEffect ofEffect -> ofEffect.effect();
            case SagaEvent.EffectCompensated compensated -> EffectRef.forward(compensated.step());
            case SagaEvent.CompensationImpossible impossible -> EffectRef.compensation(impossible.step());
            case SagaEvent.CompensationRequested requested -> EffectRef.compensation(requested.step());
            case SagaEvent.StepReached reached -> EffectRef.forward(reached.step());
            case SagaEvent.ForwardResumed resumed -> EffectRef.forward(resumed.step());
            case SagaEvent.StepAdded added -> EffectRef.forward(added.step().name());
            case SagaEvent.OperationApplied applied -> applied.effect();
            case SagaEvent.SagaStarted started -> null;
            case SagaEvent.SagaOpened opened -> null;
            case SagaEvent.CommitRequested requested -> null;
            case SagaEvent.RollBackRequested requested -> null;
            case SagaEvent.SagaQuarantined quarantined -> null;
            case SagaEvent.QuarantineLifted lifted -> null;
            case SagaEvent.ClaimReleased released -> null;
            case SagaEvent.ClaimKept kept -> null;
            case SagaEvent.CommandDeferred deferred -> null;
            case SagaEvent.CommandDuplicated duplicated -> null;
            case SagaEvent.InputRejected rejected -> null;
            case SagaEvent.DryRunAnswered answered -> null;
            case SagaEvent.SagaEscalated escalated -> null;
            case SagaEvent.CompensationStarted started -> null;
            case SagaEvent.SagaEnded ended -> null;
        };
    }
}
