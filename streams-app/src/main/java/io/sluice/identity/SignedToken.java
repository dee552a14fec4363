package io.sluice.identity;

import java.util.List;
import java.util.Objects;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/**
 * A token that a known key has signed, for this installation and this time.
 *
 * @param keyId the key that vouches
 * @param subject who holds it
 */
record SignedToken(String keyId, String subject, JwtClaims claims) {
    static final String TENANT = "tenant";
    static final String RUN = "run";
    static final String ROLES = "roles";
    static final String MAY = "may";

    private static final int MAX_TEXTS = 20;
    private static final int MAX_TEXT = 256;

    /** A claim that is text; null where the token does not have it, for then it is not narrowed. */
    @Nullable
    String text(String claim) throws TokenException {
        try {
            String text = claims.getClaimValue(claim, String.class);
            if (text != null || !claims.getClaimNames().contains(claim)) {
                return text;
            }
        } catch (MalformedClaimException e) {
            // Told below, like a claim that is null.
        }
        throw new TokenException("says " + claim + " in the wrong form: it is text");
    }

    /** A claim that is a list of text; empty where the token does not have it. */
    List<String> texts(String claim) throws TokenException {
        List<String> texts = list(claim);
        if (texts.size() > MAX_TEXTS || texts.stream().anyMatch(text -> text.length() > MAX_TEXT)) {
            throw new TokenException("claims more or longer " + claim + " than are taken");
        }
        return texts;
    }

    private List<String> list(String claim) throws TokenException {
        try {
            List<String> texts = claims.hasClaim(claim) ? claims.getStringListClaimValue(claim) : List.of();
            if (texts.stream().allMatch(Objects::nonNull)) {
                return texts;
            }
        } catch (MalformedClaimException e) {
            // Told below, like a list with nothing in it.
        }
        throw new TokenException("says " + claim + " in the wrong form: it is a list of text");
    }
}
