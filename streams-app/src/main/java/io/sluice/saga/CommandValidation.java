package io.sluice.saga;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.idempotency.CanonicalJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every command must keep to, whoever it is from and whatever the catalog says. */
public final class CommandValidation {

    /** As the steps of a definition are named, so that no id made from it can be another's. */
    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private CommandValidation() {}

    /**
     * The first thing that is wrong with {@code command}, if anything is.
     *
     * <p>With reason {@link Reason#INVALID_TENANT} there is nobody to tell: nothing may be stored under that name.
     */
    public static Optional<Problem> validate(Command command) {
        if (!Tenants.isValid(command.tenantId())) {
            return Optional.of(FieldChecks.invalidTenant(command.tenantId()));
        }
        FieldChecks checks = new FieldChecks()
                .requiredId("command_id", command.commandId())
                .requiredId("run_id", command.runId())
                .requiredId("step_id", command.stepId())
                .requiredId("agent_id", command.agentId());
        if (command.sagaAction() == null) {
            proposal(checks, command.tool(), command.definition());
            checks.require(
                    command.saga() == null && command.runAt() == null && command.timeoutMs() == null,
                    "saga, run_at and timeout_ms are for a command with a saga_action");
        } else {
            openSaga(checks, command, command.sagaAction());
        }
        checks.id("target_type", command.targetType())
                .id("target_id", command.targetId())
                .id("expected_version", command.expectedVersion())
                .require(
                        command.expectedVersion() == null || command.targetId() != null,
                        "expected_version needs the target_id whose version it is")
                .id("artifact_id", command.artifactId())
                .id("artifact_version", command.artifactVersion())
                .id("recipient_id", command.recipientId())
                .id("approval_id", command.approvalId())
                .text("rationale", command.rationale())
                .time("deadline", command.deadline())
                .time("created_at", command.createdAt());
        checks.require(
                !command.dryRun() || command.sagaAction() == null || command.sagaAction() == SagaAction.ADD_STEP,
                "dry_run is for what proposes an effect: not for begin, commit and roll_back");
        evidence(checks, command.evidenceRefs());
        arguments(checks, command.arguments());
        return checks.firstProblem(Reason.INVALID_COMMAND);
    }

    private static void proposal(FieldChecks checks, @Nullable String tool, @Nullable String definition) {
        checks.require((tool == null) != (definition == null), "give either tool or definition, and not both");
        if (tool != null) {
            checks.requiredId("tool", tool);
        }
        if (definition != null) {
            checks.requiredId("definition", definition);
        }
    }

    private static void openSaga(FieldChecks checks, Command command, SagaAction action) {
        String saga = command.saga();
        Long timeout = command.timeoutMs();
        boolean begins = action == SagaAction.BEGIN;
        checks.require(action != SagaAction.UNRECOGNISED, "this version does not know the saga_action")
                .require(saga != null, "saga is missing: the open saga's name")
                .requiredId("saga", String.valueOf(saga))
                .require(begins || command.runAt() == null, "only begin takes run_at")
                .require(begins || timeout == null, "only begin takes timeout_ms")
                .require(begins || command.deadline() == null, "only begin takes a deadline")
                .require(timeout == null || timeout > 0, "timeout_ms is a number of milliseconds above 0")
                .require(command.definition() == null, "an open saga has no definition: add its steps one by one");
        if (action == SagaAction.ADD_STEP) {
            checks.requiredId("tool", command.tool() == null ? "" : command.tool())
                    .require(
                            STEP.matcher(command.stepId()).matches(),
                            "step_id is the step's name: letters, digits, '.', '-' and '_', at most 100, and a letter or"
                                    + " digit first");
        } else {
            checks.require(command.tool() == null, "only add_step takes a tool");
        }
    }

    private static void evidence(FieldChecks checks, List<String> references) {
        checks.require(
                references.size() <= Bounds.EVIDENCE_REFS,
                "evidence_refs has " + references.size() + " entries; at most " + Bounds.EVIDENCE_REFS + " are taken");
        checks.require(
                references.stream().allMatch(reference -> reference.length() <= Bounds.EVIDENCE_REF_CHARS),
                "an entry of evidence_refs is longer than " + Bounds.EVIDENCE_REF_CHARS + " characters");
    }

    private static void arguments(FieldChecks checks, String arguments) {
        try {
            JsonNode document = StrictJson.parse(arguments);
            checks.require(document.isObject(), "arguments must be a JSON object");
            CanonicalJson.canonicalize(document);
        } catch (IllegalArgumentException e) {
            checks.require(false, "arguments cannot be taken: " + e.getMessage());
        }
    }
}
