package io.sluice.query.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.RenderedRequest;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.Effect;
import io.sluice.saga.Rendered;
import io.sluice.saga.Saga;
import io.sluice.saga.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a reviewer needs to see before answering: exactly what would be sent, for whom, and why.
 *
 * @param status of the effect; {@code approval_required} while the request waits for an answer
 * @param reviewerId whose grant made it complete; null while more are needed
 * @param role which a reviewer must have; null for anybody but the proposer
 * @param reviewers how many different reviewers must agree
 * @param grantedBy who has agreed so far
 * @param expectedVersion the version of the target that the command was made for; null where it names none
 * @param targetVersion the version that the target had when it was last asked; null where that is not known
 * @param requestHash what a grant must name
 * @param request what would be sent; secrets stand in it by name
 */
public record ApprovalRequest(
        String approvalId,
        String tenantId,
        String sagaId,
        String proposed,
        String step,
        String tool,
        EffectStatus status,
        @Nullable String reviewerId,
        @Nullable String role,
        int reviewers,
        List<String> grantedBy,
        String agentId,
        @Nullable String targetType,
        @Nullable String targetId,
        @Nullable String expectedVersion,
        @Nullable String targetVersion,
        @Nullable String recipientId,
        @Nullable String artifactId,
        @Nullable String artifactVersion,
        @Nullable String rationale,
        List<String> evidenceRefs,
        String riskLevel,
        String policyVersion,
        Instant requestedAt,
        Instant expiresAt,
        String requestHash,
        Request request) {

    /** One HTTP request below a provider's base URL. */
    public record Request(
            String provider,
            String method,
            String path,
            Map<String, String> headers,
            @Nullable JsonNode body) {}

    /** The requests of {@code saga}, answered or not. */
    public static Stream<ApprovalRequest> of(Saga saga) {
        return saga.steps().stream()
                .flatMap(step -> Stream.concat(Stream.of(step.forward()), Stream.ofNullable(step.compensation()))
                        .flatMap(effect -> of(saga, step, effect)));
    }

    /** The requests of {@code saga} that wait for an answer. */
    public static Stream<ApprovalRequest> pending(Saga saga) {
        return of(saga).filter(request -> request.status() == EffectStatus.APPROVAL_REQUIRED);
    }

    private static Stream<ApprovalRequest> of(Saga saga, Step step, Effect effect) {
        Approval approval = effect.approval();
        Rendered rendered = effect.rendered();
        if (approval == null || rendered == null) {
            return Stream.empty();
        }
        Command command = saga.commandOf(step);
        RenderedRequest request = rendered.request();
        return Stream.of(new ApprovalRequest(
                approval.approvalId(),
                saga.tenantId(),
                saga.sagaId(),
                command.proposed(),
                step.name(),
                effect.tool().name(),
                effect.status(),
                approval.reviewerId(),
                approval.role(),
                approval.reviewers(),
                approval.grantedBy(),
                step.agentId(),
                command.targetType(),
                command.targetId(),
                command.expectedVersion(),
                saga.knownVersion(step),
                command.recipientId(),
                command.artifactId(),
                command.artifactVersion(),
                command.rationale(),
                command.evidenceRefs(),
                approval.riskLevel(),
                approval.policyVersion(),
                approval.requestedAt(),
                approval.expiresAt(),
                approval.requestHash(),
                new Request(
                        request.provider(),
                        request.method(),
                        request.path(),
                        request.headers(),
                        request.body() == null ? null : Json.embedded(request.body()))));
    }
}
