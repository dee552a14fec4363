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
        return known != null && said.isBefore(known)
                ? passedOver(report.key(), report.claimId(), said, OLDER)
                : new LedgerEvent.VersionHeard(said);
    }

    /** An operator is believed, unless the owner has said something since: the same message may come again much later. */
    static LedgerEvent correct(@Nullable TargetVersion known, ClaimMessage.VersionCorrection correction, Instant now) {
        TargetVersion said = correction.target().notAfter(now);
        if (known != null && known.changedAt().isAfter(said.changedAt())) {
            return passedOver(correction.key(), correction.claimId(), said, OLDER);
        }
        return new LedgerEvent.VersionCorrected(
                said, known == null ? null : known.version(), correction.claimId(), correction.who(), correction.why());
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
