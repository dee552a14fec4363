package io.sluice.claim;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which version each target has: what owners say is believed unless it is older than what is known. */
final class Versions {

    static final String KNOWN = "known_version";
    static final String OLDER = "older_version";

    /** An answer that waits in the log for longer, as over a restart, says nothing of now. */
    private static final Duration GOOD = Duration.ofSeconds(15);

    private Versions() {}

    static LedgerEvent report(@Nullable TargetVersion known, ClaimMessage.VersionReport report, Instant now) {
        TargetVersion said = report.target().notAfter(now);
        if (known != null && said.isKnownBy(known)) {
            return passedOver(report.key(), report.claimId(), said, KNOWN);
        }
        if (known == null) {
            return new LedgerEvent.VersionHeard(said);
        }
        CorrectedBy by = known.correctedBy();
        return said.isBefore(known) || (by != null && by.isRepeated(said))
                ? passedOver(report.key(), report.claimId(), said, OLDER)
                : new LedgerEvent.VersionHeard(said.with(by));
    }

    /** An operator is believed, unless something was said since: the same message may come again much later. */
    static LedgerEvent correct(@Nullable TargetVersion known, ClaimMessage.VersionCorrection correction, Instant now) {
        TargetVersion said = correction.target().notAfter(now);
        if (known != null && isOver(known, correction.claimId(), said)) {
            return passedOver(correction.key(), correction.claimId(), said, OLDER);
        }
        return new LedgerEvent.VersionCorrected(
                said.with(correctedBy(known, correction.claimId(), said)),
                known == null ? null : known.version(),
                correction.claimId(),
                correction.who(),
                correction.why());
    }

    /** Whether something was said since, by the owner or by an operator. */
    private static boolean isOver(TargetVersion known, String operation, TargetVersion said) {
        CorrectedBy by = known.correctedBy();
        boolean isFromBefore = by != null
                && by.isAsOldAs(operation, said.changedAt())
                && !known.version().equals(said.version());
        return isFromBefore || known.changedAt().isAfter(said.changedAt());
    }

    /** The same message again tells nothing of what was wrong. */
    private static CorrectedBy correctedBy(@Nullable TargetVersion known, String operation, TargetVersion said) {
        if (known == null) {
            return new CorrectedBy(operation, said.changedAt(), null, null);
        }
        CorrectedBy by = known.correctedBy();
        return by != null && by.operationId().equals(operation)
                ? by
                : new CorrectedBy(operation, said.changedAt(), known.version(), known.asSaid());
    }

    static LedgerEvent tell(@Nullable TargetVersion known, ClaimMessage.VersionAsk ask, Instant now) {
        return new LedgerEvent.VersionTold(
                ask.key(), ask.claimId(), ask.tenantId(), ask.sagaId(), now.plus(GOOD), known);
    }

    static ClaimAnswer answer(
            String claimId,
            String key,
            String tenantId,
            String sagaId,
            @Nullable Instant until,
            @Nullable ByteBuffer dryRun,
            @Nullable TargetVersion target) {
        return new ClaimAnswer(
                claimId, key, tenantId, sagaId, ClaimAnswer.Result.TOLD, until, null, null, null, null, dryRun, target);
    }

    private static LedgerEvent passedOver(String key, String claimId, TargetVersion said, String reason) {
        return new LedgerEvent.VersionPassedOver(key, claimId, said.version(), reason);
    }
}
