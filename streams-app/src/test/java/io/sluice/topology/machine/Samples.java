package io.sluice.topology.machine;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.effect.EffectStatus;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Saga;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A tiny catalog, and commands for it. */
final class Samples {

    static final String TENANT = "acme";

    private static final String CATALOG = """
            kind: tool
            name: book
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            timeout: 1s
            call: {method: POST, path: /book, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            ---
            kind: tool
            name: send
            effect_type: external_notification
            reversibility: pivot
            provider: p
            timeout: 1s
            event: NoticeSent
            call: {method: POST, path: /send, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            ---
            kind: tool
            name: file
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            honours_key: true
            timeout: 1s
            call: {method: POST, path: /file, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            ---
            kind: policy
            name: internal
            rules:
              - {name: internal-changes, when: contract.effect_type == "internal_mutation", result: allow}
            """;

    private Samples() {}

    static List<String> catalog() {
        return documents(CATALOG);
    }

    static List<String> documents(String yaml) {
        try {
            return CatalogParser.parse("catalog.yaml", yaml).stream()
                    .map(CatalogDocument::json)
                    .toList();
        } catch (CatalogException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the policies of the catalog are called. */
    static String policyVersion() {
        try {
            return CatalogSnapshot.of(catalog()).policyVersion();
        } catch (CatalogException e) {
            throw new IllegalStateException(e);
        }
    }

    static Command command(String tool, String step, Instant at) {
        return command("c-" + step, tool, step, "{}", at);
    }

    static Command command(String id, String tool, String step, String arguments, Instant at) {
        return CommandBuilder.ofTool(tool, at)
                .id(id)
                .tenant(TENANT)
                .step(step)
                .arguments(arguments)
                .build();
    }

    /** The same as a dry run, which is a message of its own. */
    static Command dryRun(Command command, String id) {
        return CommandBuilder.of(command.tool(), command.definition(), command.createdAt())
                .id(id)
                .tenant(command.tenantId())
                .step(command.stepId())
                .arguments(command.arguments())
                .dryRun()
                .build();
    }

    /** What a reviewer says of the one request of {@code saga} that waits. */
    static ReviewerDecision decision(Saga saga, ReviewerDecision.Verdict verdict, @Nullable String reason, Instant at) {
        Approval approval = saga.effects()
                .filter(effect -> effect.status() == EffectStatus.APPROVAL_REQUIRED)
                .flatMap(effect -> Stream.ofNullable(effect.approval()))
                .findFirst()
                .orElseThrow();
        return new ReviewerDecision(
                approval.approvalId(),
                saga.tenantId(),
                saga.sagaId(),
                verdict,
                approval.requestHash(),
                "reviewer-1",
                null,
                reason,
                GrantSubjects.of(saga, approval.approvalId()).orElseThrow(),
                null,
                at);
    }

    static ReviewerDecision decision(
            String sagaId, String approvalId, String requestHash, ReviewerDecision.Verdict verdict, Instant at) {
        return decision(TENANT, sagaId, approvalId, requestHash, verdict, at, null);
    }

    static ReviewerDecision decision(
            String tenant,
            String sagaId,
            String approvalId,
            String requestHash,
            ReviewerDecision.Verdict verdict,
            Instant at,
            @Nullable String reason) {
        return new ReviewerDecision(
                approvalId, tenant, sagaId, verdict, requestHash, "reviewer-1", null, reason, null, null, at);
    }
}
