package io.sluice.saga;

import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.TargetVersion;

/** What an operator says of the version of a target, or asks, is no saga's business: it goes on to the claim ledger. */
public final class Corrections {

    /** Stands in the place of a saga's key in {@code saga_id}, behind the tenant and a slash. */
    private static final String NO_SAGA = "versions";

    private Corrections() {}

    public static String sagaId(String tenantId) {
        return tenantId + "/" + NO_SAGA;
    }

    /** Whether the operation is about a target. */
    public static boolean isMeant(Operation operation) {
        return operation.kind() == OperationKind.SET_VERSION || operation.kind() == OperationKind.SHOW_VERSION;
    }

    /** Whether it is the answer to an operator, who reads it in the claim journal. */
    public static boolean isAnswer(ClaimAnswer answer) {
        return answer.sagaId().equals(sagaId(answer.tenantId()));
    }

    /**
     * What the claim ledger is told.
     *
     * @throws IllegalStateException for an operation that {@link OperationValidation} refuses
     */
    public static ClaimMessage message(Operation operation) {
        OperationTarget target = operation.target();
        if (target == null) {
            throw new IllegalStateException("refused by the validation");
        }
        String key = ClaimKeys.version(operation.tenantId(), target.type(), target.id());
        String version = target.version();
        if (version == null) {
            return new ClaimMessage.VersionAsk(operation.operationId(), key, operation.tenantId(), operation.sagaId());
        }
        return new ClaimMessage.VersionCorrection(
                operation.operationId(),
                key,
                operation.tenantId(),
                operation.sagaId(),
                new TargetVersion(
                        key,
                        operation.tenantId(),
                        TargetVersion.subject(target.type(), target.id()),
                        version,
                        operation.requestedAt()),
                operation.who(),
                operation.why());
    }
}
