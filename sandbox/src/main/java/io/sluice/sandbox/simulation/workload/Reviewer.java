package io.sluice.sandbox.simulation.workload;

import io.sluice.approval.ReviewerDecision.Verdict;
import io.sluice.saga.Approval;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.Witness;
import io.sluice.sandbox.simulation.world.World;
import java.util.function.ToIntFunction;

/** The people who are asked for approval. Mostly they agree; otherwise they do what people do. */
public final class Reviewer implements Witness {

    private static final double UNUSUAL = 0.4;
    private static final double UNASKED = 0.1;
    private static final long LONGEST_THOUGHT = 8_000;
    private static final Style[] STYLES = Style.values();
    private static final Verdict[] VERDICTS = Verdict.values();

    private final World world;
    private final ToIntFunction<String> numberOfSaga;

    private enum Style {
        REJECTS,
        REJECTS_WITHOUT_REASON,
        NEVER_ANSWERS,
        SAW_ANOTHER_REQUEST,
        IS_THE_PROPOSER,
        GRANTS_BRIEFLY,
        GRANTS_TWICE,
        WITHDRAWS,
        GRANTS_AND_REJECTS,
        BELONGS_TO_ANOTHER_TENANT
    }

    public Reviewer(World world, ToIntFunction<String> numberOfSaga) {
        this.world = world;
        this.numberOfSaga = numberOfSaga;
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        switch (line.event()) {
            case SagaEvent.ApprovalRequested requested ->
                asked(line.sagaId(), (int) line.sequence(), requested.approval());
            case SagaEvent.SagaStarted started -> unasked(line.sagaId(), (int) line.sequence());
            case SagaEvent.SagaOpened opened -> unasked(line.sagaId(), (int) line.sequence());
            case SagaEvent.CommandDeferred deferred -> unasked(line.sagaId(), (int) line.sequence());
            default -> {}
        }
    }

    /** Somebody decides about what nobody has asked. */
    private void unasked(String sagaId, int sequence) {
        Chance chance = world.chance();
        int saga = numberOfSaga.applyAsInt(sagaId);
        if (chance.strikes(Happening.Kind.REVIEW, saga, sequence, UNASKED)) {
            Verdict verdict = VERDICTS[chance.below(VERDICTS.length, Draw.REVIEW_STYLE, saga, sequence)];
            long delay = chance.spread(1, LONGEST_THOUGHT, Draw.REVIEW_DELAY, saga, 2L * sequence);
            new Answer(world, sagaId, sagaId + ":step1@0", "0".repeat(64)).in(delay, verdict);
        }
    }

    private void asked(String sagaId, int sequence, Approval approval) {
        Chance chance = world.chance();
        int saga = numberOfSaga.applyAsInt(sagaId);
        Answer answer = new Answer(world, sagaId, approval.approvalId(), approval.requestHash());
        long first = chance.spread(5, LONGEST_THOUGHT, Draw.REVIEW_DELAY, saga, 2L * sequence);
        long second = first + chance.spread(5, LONGEST_THOUGHT, Draw.REVIEW_DELAY, saga, 2L * sequence + 1);
        if (!chance.strikes(Happening.Kind.REVIEW, saga, sequence, UNUSUAL)) {
            answer.in(first, Verdict.GRANT);
            return;
        }
        switch (STYLES[chance.below(STYLES.length, Draw.REVIEW_STYLE, saga, sequence)]) {
            case REJECTS -> answer.in(first, Verdict.REJECT);
            case REJECTS_WITHOUT_REASON -> {
                answer.reason(null).in(first, Verdict.REJECT);
                answer.in(second, Verdict.GRANT);
            }
            case NEVER_ANSWERS -> {}
            case SAW_ANOTHER_REQUEST -> {
                answer.hash("0".repeat(64)).in(first, Verdict.GRANT);
                answer.in(second, Verdict.GRANT);
            }
            case IS_THE_PROPOSER -> {
                answer.by("agent-" + saga).in(first, Verdict.GRANT);
                answer.in(second, Verdict.GRANT);
            }
            case GRANTS_BRIEFLY ->
                answer.until(chance.spread(5, 30_000, Draw.REVIEW_DELAY, saga, -sequence))
                        .in(first, Verdict.GRANT);
            case GRANTS_TWICE -> {
                answer.in(first, Verdict.GRANT);
                answer.in(second, Verdict.GRANT);
            }
            case WITHDRAWS -> {
                answer.in(first, Verdict.GRANT);
                long[] times = {first / 2, first + (second - first) / 100, second};
                answer.in(times[chance.below(times.length, Draw.REVIEW_STYLE, saga, -1L - sequence)], Verdict.WITHDRAW);
            }
            case GRANTS_AND_REJECTS -> {
                answer.in(first, Verdict.GRANT);
                answer.in(second, Verdict.REJECT);
            }
            case BELONGS_TO_ANOTHER_TENANT -> {
                answer.of("other").in(first, Verdict.GRANT);
                answer.in(second, Verdict.GRANT);
            }
        }
    }
}
