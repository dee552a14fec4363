package io.sluice.sandbox.simulation.workload;

import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.ReviewerDecision.Verdict;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Saga;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A decision in the making: right in everything, unless said otherwise. */
final class Answer {

    private final World world;
    private final String sagaId;
    private final String approvalId;
    private final String asked;
    private String tenant;
    private String hash;
    private String reviewer = "reviewer";
    private @Nullable String reason = "because";
    private long validFor = -1;

    Answer(World world, String sagaId, String approvalId, String asked) {
        this.world = world;
        this.sagaId = sagaId;
        this.approvalId = approvalId;
        this.asked = asked;
        tenant = sagaId.substring(0, sagaId.indexOf('/'));
        hash = asked;
    }

    private Answer copy() {
        return new Answer(world, sagaId, approvalId, asked);
    }

    Answer hash(String other) {
        Answer answer = copy();
        answer.hash = other;
        return answer;
    }

    Answer by(String other) {
        Answer answer = copy();
        answer.reviewer = other;
        return answer;
    }

    Answer of(String other) {
        Answer answer = copy();
        answer.tenant = other;
        return answer;
    }

    Answer reason(@Nullable String other) {
        Answer answer = copy();
        answer.reason = other;
        return answer;
    }

    Answer until(long millis) {
        Answer answer = copy();
        answer.validFor = millis;
        return answer;
    }

    /** What the queue shows of the request, once it is there. */
    private @Nullable GrantSubject subject() {
        Saga saga = world.home(sagaId).committed().sagas().get(sagaId);
        return saga == null ? null : GrantSubjects.of(saga, approvalId).orElse(null);
    }

    /** What is decided now; nobody has signed it. */
    ReviewerDecision decision(Verdict verdict) {
        Instant now = Instant.ofEpochMilli(WallClock.EPOCH + world.timeline().now());
        return new ReviewerDecision(
                approvalId,
                tenant,
                sagaId,
                verdict,
                hash,
                reviewer,
                validFor < 0 ? null : now.plusMillis(validFor),
                reason,
                subject(),
                null,
                now);
    }

    void in(long delay, Verdict verdict) {
        world.timeline()
                .in(
                        delay,
                        () -> world.home(sagaId)
                                .append(new Inbound.Decided(world.trust().signed(decision(verdict)))));
    }
}
