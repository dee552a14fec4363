package io.sluice.approval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.idempotency.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a decision that are signed: RFC 8785 canonical JSON of every field but the signature's value, under the
 * names that they have in the record. Times are milliseconds since 1970; a field without a value is left out. {@code form}
 * keeps the signature from meaning anything else.
 */
final class SignedForm {
    private static final String FORM = "sluice.decision.v1";

    private SignedForm() {}

    /** @throws IllegalArgumentException when a text is not Unicode */
    static byte[] of(ReviewerDecision decision, String keyId) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        form.put("form", FORM);
        form.put("key_id", keyId);
        form.put("approval_id", decision.approvalId());
        form.put("tenant_id", decision.tenantId());
        form.put("saga_id", decision.sagaId());
        form.put("verdict", decision.verdict().name().toLowerCase(Locale.ROOT));
        form.put("request_hash", decision.requestHash());
        form.put("reviewer_id", decision.reviewerId());
        put(form, "expires_at", decision.expiresAt());
        if (decision.reason() != null) {
            form.put("reason", decision.reason());
        }
        GrantSubject subject = decision.subject();
        if (subject != null) {
            ObjectNode fields = form.putObject("subject");
            subject.fields().forEach((name, value) -> {
                if (value != null) {
                    fields.put(name, value);
                }
            });
        }
        put(form, "decided_at", decision.decidedAt());
        return CanonicalJson.canonicalize(form).getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode form, String name, @Nullable Instant time) {
        if (time != null) {
            form.put(name, time.toEpochMilli());
        }
    }
}
