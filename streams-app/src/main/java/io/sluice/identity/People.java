package io.sluice.identity;

import java.security.PublicKey;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which person a token is of. Pure: the same token and time give the same answer.
 *
 * @param keys public Ed25519 keys of those who issue tokens of people, by the id that a token's header names
 * @param audience what a token must be meant for
 */
public record People(Map<String, PublicKey> keys, String audience) {

    /** Knows no issuer. */
    public static final People NONE = new People(Map.of(), Identities.AUDIENCE);

    public People {
        keys = Map.copyOf(keys);
    }

    /** What came of looking at a token. */
    public sealed interface Recognition {}

    /** The token is this person's. */
    public record Recognised(Person person) implements Recognition {}

    /**
     * The token proves nothing.
     *
     * @param why goes on after "the token", with nothing of it in it
     */
    public record Refused(String why) implements Recognition {}

    /**
     * Looks at a token.
     *
     * @param at the time at which it has to be valid
     */
    public Recognition recognise(String token, Instant at) {
        try {
            SignedToken read = new Tokens(keys, audience, "people").read(token, at);
            String tenant = read.text(SignedToken.TENANT);
            if (tenant == null) {
                throw new TokenException("does not say for which tenant it is (claim tenant; \"*\" is for every one)");
            }
            return new Recognised(new Person(read.subject(), tenant, rights(read.texts(SignedToken.MAY))));
        } catch (TokenException e) {
            return new Refused(e.why());
        }
    }

    /** A word that is no right gives none. */
    private static Set<Right> rights(List<String> words) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Right right : Right.values()) {
            if (words.contains(right.word())) {
                rights.add(right);
            }
        }
        return rights;
    }
}
