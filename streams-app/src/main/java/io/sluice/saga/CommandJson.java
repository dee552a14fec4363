package io.sluice.saga;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.idempotency.CanonicalJson;
import org.jspecify.annotations.Nullable;

/** A command as a JSON document: what templates see, and what is hashed to tell two payloads apart. */
public final class CommandJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CommandJson() {}

    /** All facts of a command but its arguments, in snake case. */
    public static ObjectNode facts(Command command) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        put(facts, "command_id", command.commandId());
        put(facts, "tenant_id", command.tenantId());
        put(facts, "run_id", command.runId());
        put(facts, "step_id", command.stepId());
        put(facts, "agent_id", command.agentId());
        put(facts, "tool", command.tool());
        put(facts, "definition", command.definition());
        put(facts, "saga", command.saga());
        put(facts, "target_type", command.targetType());
        put(facts, "target_id", command.targetId());
        put(facts, "expected_version", command.expectedVersion());
        put(facts, "artifact_id", command.artifactId());
        put(facts, "artifact_version", command.artifactVersion());
        put(facts, "recipient_id", command.recipientId());
        put(facts, "rationale", command.rationale());
        ArrayNode evidence = facts.putArray("evidence_refs");
        command.evidenceRefs().forEach(evidence::add);
        return facts;
    }

    /** Hex SHA-256 over the RFC 8785 form of the command without its message id, its creation time and its approval id. */
    public static String hash(Command command) {
        ObjectNode payload = facts(command);
        payload.remove("command_id");
        payload.set("arguments", parse(command.arguments()));
        payload.put("dry_run", command.dryRun());
        put(
                payload,
                "deadline",
                command.deadline() == null ? null : command.deadline().toString());
        put(
                payload,
                "saga_action",
                command.sagaAction() == null ? null : command.sagaAction().name());
        put(payload, "run_at", command.runAt() == null ? null : command.runAt().name());
        put(
                payload,
                "timeout_ms",
                command.timeoutMs() == null ? null : command.timeoutMs().toString());
        return CanonicalJson.hash(payload);
    }

    /** Reads JSON that was checked when it came in. */
    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("stored JSON is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
