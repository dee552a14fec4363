package io.sluice.claim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a target says which version it has now.
 *
 * @param targetType as commands name it; null where they name none
 * @param version as commands expect it
 * @param changedAt when it came to have the version, by the owner's clock
 */
public record DomainEvent(
        String tenantId, @Nullable String targetType, String targetId, String version, Instant changedAt) {

    /** Stands in the place of a saga's key in a message of nobody's saga. */
    private static final String NO_SAGA = "domain-events";

    /** What the claim ledger is told; {@code source} names the record that said it. */
    public ClaimMessage.VersionReport report(String source) {
        String key = ClaimKeys.version(tenantId, targetType, targetId);
        return new ClaimMessage.VersionReport(
                source,
                key,
                tenantId,
                tenantId + "/" + NO_SAGA,
                new TargetVersion(key, tenantId, TargetVersion.subject(targetType, targetId), version, changedAt));
    }
}
