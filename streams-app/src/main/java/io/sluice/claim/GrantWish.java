package io.sluice.claim;

import io.sluice.approval.GrantSubject;

/**
 * What a pre-issued grant has to be for.
 *
 * @param requestHash what would be sent
 * @param proposerId who must not have given it
 */
public record GrantWish(GrantSubject subject, String requestHash, String proposerId) {}
