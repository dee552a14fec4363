package io.sluice.approval;

/**
 * Who vouches for a decision.
 *
 * @param keyId names the key that verifies it
 * @param value Ed25519 signature in base64, over the bytes that {@link SignedForm} gives
 */
public record DecisionSignature(String keyId, String value) {}
