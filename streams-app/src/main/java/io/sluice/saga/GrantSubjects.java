package io.sluice.saga;

import io.sluice.approval.GrantSubject;
import java.util.Optional;
import java.util.stream.Stream;

/** What the grant for an approval request has to be for. */
public final class GrantSubjects {

    private GrantSubjects() {}

    /** What the grant of request {@code approvalId} has to be for; empty where the saga has no such request. */
    public static Optional<GrantSubject> of(Saga saga, String approvalId) {
        return saga.steps().stream()
                .flatMap(step -> Stream.of(step.forward(), step.compensation())
                        .flatMap(Stream::ofNullable)
                        .flatMap(effect -> subject(saga, step, effect, approvalId).stream()))
                .findFirst();
    }

    private static Optional<GrantSubject> subject(Saga saga, Step step, Effect effect, String approvalId) {
        Approval approval = effect.approval();
        if (approval == null || !approval.approvalId().equals(approvalId)) {
            return Optional.empty();
        }
        Command command = saga.commandOf(step);
        return Optional.of(new GrantSubject(
                effect.tool().name(),
                command.targetId(),
                command.recipientId(),
                command.artifactId(),
                command.artifactVersion(),
                approval.policyVersion(),
                approval.riskLevel()));
    }
}
