package io.sluice.config;

import io.sluice.approval.DecisionKeys;
import io.sluice.approval.DecisionSigner;
import io.sluice.approval.ReviewerDecision;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose signatures on decisions of reviewers count, and with which key this instance signs.
 *
 * @param verify who may speak for reviewers
 * @param signer null where this instance signs none
 */
public record ApprovalKeys(DecisionKeys verify, @Nullable DecisionSigner signer) {

    static ApprovalKeys of(Map<String, PublicKey> keys, SettingReader reader) {
        DecisionKeys verify = new DecisionKeys(keys);
        return new ApprovalKeys(verify, signer(reader, verify));
    }

    private static @Nullable DecisionSigner signer(SettingReader reader, DecisionKeys verify) {
        if (!reader.isSet(Setting.APPROVAL_SIGNING_KEY)) {
            return null;
        }
        String id = reader.required(Setting.APPROVAL_SIGNING_KEY_ID);
        try {
            DecisionSigner signer =
                    new DecisionSigner(id, KeyFiles.privateKey(reader.path(Setting.APPROVAL_SIGNING_KEY)));
            if (!isBelieved(signer, verify)) {
                reader.problem(reader.source(Setting.APPROVAL_SIGNING_KEY) + " is not the key that approval.key." + id
                        + " verifies, so nobody would believe what it signs: set the public key that belongs to it.");
            }
            return signer;
        } catch (IllegalArgumentException e) {
            reader.problem(reader.source(Setting.APPROVAL_SIGNING_KEY) + ": " + e.getMessage());
            return null;
        }
    }

    private static boolean isBelieved(DecisionSigner signer, DecisionKeys verify) {
        ReviewerDecision trial = new ReviewerDecision(
                "trial",
                "trial",
                "trial",
                ReviewerDecision.Verdict.REJECT,
                "",
                "trial",
                null,
                null,
                null,
                null,
                Instant.EPOCH);
        Optional<DecisionKeys.Distrust> distrust = verify.distrust(signer.sign(trial));
        return distrust.isEmpty();
    }
}
