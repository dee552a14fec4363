package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.DecisionSignature;
import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.ReviewerDecision.Verdict;
import io.sluice.approval.TestKeys;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.GrantSubjects;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A letter waits for a senior while what comes before it is under way, and a test does what it likes with decisions. */
final class ReviewedMachine implements AutoCloseable {

    private static final String TOOLS = """
            kind: tool
            name: quote
            effect_type: read
            provider: p
            timeout: 1s
            call: {method: GET, path: /quote}
            ---
            kind: tool
            name: send
            effect_type: external_notification
            reversibility: pivot
            provider: p
            honours_key: true
            timeout: 1s
            call: {path: /send, headers: {Idempotency-Key: $/idempotency_key}}
            ---
            kind: saga
            name: letter
            timeout: 1d
            steps: [{name: quote, tool: quote}, {name: send, tool: send}]
            """;
    private static final String SENIORS = """
            kind: role
            name: senior
            members: [s-1, s-2, agent-7]
            tenants: ["*"]
            """;
    private static final String POLICY = """
            kind: policy
            name: letters
            rules:
              - {name: seniors, when: contract.name == "send", result: require_approval, approval: {role: senior, expires: 10m}}
            """;

    /** What a test does with a machine that waits for a reviewer. */
    interface Attempt {
        @SuppressWarnings("CheckReturnValue")
        ReviewedMachine on(ReviewedMachine machine);
    }

    private final MachineFixture machine = MachineFixture.apart();
    private final Saga waiting;

    ReviewedMachine() {
        machine.applyCatalog(Samples.documents(String.join("---\n", TOOLS, SENIORS, POLICY)));
        Command letter = CommandBuilder.of(null, "letter", machine.clock.instant())
                .artifact("letter-1", "3")
                .build();
        machine.propose(letter);
        waiting = machine.sagaOf(letter);
    }

    /** A senior grants the request. */
    ReviewedMachine grant() {
        return grant(of("s-1"));
    }

    ReviewedMachine grant(ReviewerDecision decision) {
        machine.decide(decision);
        return this;
    }

    /** As it stands, signed or not. */
    ReviewedMachine write(ReviewerDecision decision) {
        machine.pipe(
                machine.topics.decisions(), "any", machine.codecs.decision().toBytes(decision));
        return this;
    }

    ReviewedMachine withdraw() {
        machine.decide(decision(Verdict.WITHDRAW, approval().requestHash(), "s-1", subject()));
        return this;
    }

    /** What a reviewer grants who has seen the request. */
    ReviewerDecision of(String reviewer) {
        return of(approval().requestHash(), reviewer);
    }

    ReviewerDecision of(String requestHash, String reviewer) {
        return decision(Verdict.GRANT, requestHash, reviewer, subject());
    }

    /** What a senior grants who has seen something else. */
    ReviewerDecision subject(String field, String value) {
        Map<String, @Nullable String> fields = new LinkedHashMap<>(subject().fields());
        fields.put(field, value);
        return decision(
                Verdict.GRANT,
                approval().requestHash(),
                "s-1",
                new GrantSubject(
                        Objects.requireNonNull(fields.get("approved_action")),
                        fields.get("target_id"),
                        fields.get("recipient_id"),
                        fields.get("artifact_id"),
                        fields.get("artifact_version"),
                        Objects.requireNonNull(fields.get("policy_version")),
                        Objects.requireNonNull(fields.get("risk_level"))));
    }

    ReviewerDecision signedByAStranger() {
        return TestKeys.named("stranger").signer().sign(of("s-1"));
    }

    ReviewerDecision forged() {
        return TestKeys.named(MachineFixture.KEYS.id()).signer().sign(of("s-1"));
    }

    ReviewerDecision changed() {
        DecisionSignature signature =
                MachineFixture.KEYS.signer().sign(of("rita")).signature();
        return of("s-1").signed(Objects.requireNonNull(signature));
    }

    /** Somebody gives an approval in advance for a target. */
    ReviewedMachine give(String reviewer, String target) {
        Instant now = machine.clock.instant();
        GrantSubject subject = new GrantSubject(
                "send", target, "resident-1", null, null, approval().policyVersion(), "external_notification");
        machine.decide(new ReviewerDecision(
                "a-1",
                "acme",
                "acme/pre-issued",
                Verdict.GRANT,
                "any",
                reviewer,
                now.plus(Duration.ofHours(1)),
                null,
                subject,
                null,
                now));
        return this;
    }

    ReviewedMachine takeBack() {
        machine.decide(new ReviewerDecision(
                "a-1",
                "acme",
                "acme/pre-issued",
                Verdict.WITHDRAW,
                "any",
                "s-1",
                null,
                "wrong letter",
                null,
                null,
                machine.clock.instant()));
        return this;
    }

    /** A command names the approval that was given in advance, and ends or waits for a reviewer. */
    ReviewedMachine use(String step) {
        propose(step);
        settle();
        return this;
    }

    /** Two commands name it, and both have asked the ledger for it before it answers either. */
    ReviewedMachine race(String one, String two) {
        machine.ledger().hold();
        propose(one);
        propose(two);
        assertThat(machine.ledger().release()).as("both have asked").isEqualTo(2);
        return this;
    }

    /** Time passes while calls are under way, and nobody looks at the clock before their answers are there. */
    ReviewedMachine pass(Duration time) {
        int unused = machine.provider.run();
        machine.clock.advance(time);
        return this;
    }

    ReviewedMachine advance(Duration time) {
        machine.settle();
        machine.advance(time);
        return this;
    }

    ReviewedMachine changePolicy() {
        return apply(POLICY.replace("10m", "9m"));
    }

    ReviewedMachine takeRoleFromTheReviewer() {
        return apply(SENIORS.replace("s-1, ", ""));
    }

    void settle() {
        machine.settle();
    }

    /** How many letters have left. */
    long sent() {
        return machine.provider.fired().stream()
                .filter(intent -> intent.tool().equals("send"))
                .count();
    }

    /** Why something was refused, and what reviewers are asked again. */
    List<String> told() {
        return machine.journal().stream()
                .flatMap(entry -> entry.sagaEvents().stream())
                .flatMap(event -> told(event).stream())
                .toList();
    }

    @Override
    public void close() {
        machine.close();
    }

    private Optional<String> told(SagaEvent event) {
        return switch (event) {
            case SagaEvent.InputRejected rejected -> Optional.of(rejected.reason() + ": " + rejected.detail());
            case SagaEvent.ClaimRefused refused -> Optional.of(refused.reason() + ": " + refused.explanation());
            case SagaEvent.EffectFailed failed -> Optional.of(failed.reason() + ": " + failed.explanation());
            case SagaEvent.ApprovalRequested requested ->
                Optional.of((isFirst(requested) ? "asked: " : "asked_again: ")
                        + requested.approval().role());
            default -> Optional.empty();
        };
    }

    private void propose(String step) {
        machine.propose(CommandBuilder.ofTool("send", machine.clock.instant())
                .id("c-" + step)
                .step(step)
                .approval("a-1")
                .build());
    }

    private boolean isFirst(SagaEvent.ApprovalRequested requested) {
        return waiting.effects()
                .map(effect -> Optional.ofNullable(effect.approval()))
                .flatMap(Optional::stream)
                .anyMatch(requested.approval()::equals);
    }

    private ReviewedMachine apply(String document) {
        machine.applyCatalog(Samples.documents(document));
        return this;
    }

    private ReviewerDecision decision(Verdict verdict, String requestHash, String reviewer, GrantSubject subject) {
        return new ReviewerDecision(
                approval().approvalId(),
                waiting.tenantId(),
                waiting.sagaId(),
                verdict,
                requestHash,
                reviewer,
                null,
                verdict == Verdict.WITHDRAW ? "it was the wrong letter" : null,
                subject,
                null,
                machine.clock.instant());
    }

    private Approval approval() {
        return waiting.effects()
                .map(effect -> Optional.ofNullable(effect.approval()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private GrantSubject subject() {
        return GrantSubjects.of(waiting, approval().approvalId()).orElseThrow();
    }
}
