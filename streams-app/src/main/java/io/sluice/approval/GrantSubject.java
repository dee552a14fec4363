package io.sluice.approval;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a grant is for, beside the request that it names by hash: what the reviewer has seen, in words.
 *
 * @param approvedAction name of the tool
 * @param targetId null where the act has no target; likewise for recipient and artifact
 */
public record GrantSubject(
        String approvedAction,
        @Nullable String targetId,
        @Nullable String recipientId,
        @Nullable String artifactId,
        @Nullable String artifactVersion,
        String policyVersion,
        String riskLevel) {

    /** The name of the first field in which {@code other} is about something else. */
    public Optional<String> difference(GrantSubject other) {
        Map<String, @Nullable String> theirs = other.fields();
        return fields().entrySet().stream()
                .filter(field -> !Objects.equals(field.getValue(), theirs.get(field.getKey())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The fields under the names that they have in records. */
    public Map<String, @Nullable String> fields() {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("approved_action", approvedAction);
        fields.put("target_id", targetId);
        fields.put("recipient_id", recipientId);
        fields.put("artifact_id", artifactId);
        fields.put("artifact_version", artifactVersion);
        fields.put("policy_version", policyVersion);
        fields.put("risk_level", riskLevel);
        return fields;
    }
}
