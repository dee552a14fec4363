package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.sluice.identity.People;
import io.sluice.identity.Person;
import io.sluice.identity.Right;
import io.sluice.query.Refusal;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may decide, repair and configure through the API: people who prove with a bearer token who they are. Whoever merely
 * reaches the port may not.
 *
 * @param trusted whether callers are believed to be who they say, without a token
 */
public record Callers(People people, boolean trusted, InstantSource clock) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final String HEADER = "Authorization";
    private static final String SCHEME = "Bearer ";
    private static final String HOW = "Authorization: Bearer TOKEN (on the command line --identity FILE)";

    /** Completes a decision with who the reviewer is; for one that is signed, whoever signed it vouches. */
    void review(Context context, ObjectNode decision, String tenant) {
        if (!decision.hasNonNull("signature")) {
            sign(context, Right.REVIEW, decision, "reviewer_id", tenant);
        }
    }

    /** Completes a question that is written down with who asks: anybody who may do something for {@code tenant}. */
    void ask(Context context, ObjectNode question, String tenant) {
        if (trusted) {
            refuseWebPages(context);
            return;
        }
        Person person = recognised(context, "Say who you are: send your token, as " + HOW + ".");
        if (person.may().isEmpty()) {
            throw forbidden("The token lets you do nothing: use one that has a right in its claim may.");
        }
        requireTenant(person, tenant);
        question.put("who", person.name());
    }

    /** A page of somebody else's can have a browser ask, without seeing the answer. */
    private static void refuseWebPages(Context context) {
        if ("cross-site".equals(context.header("Sec-Fetch-Site"))) {
            throw forbidden("A web page of another site asks this: ask with sluice versions show, or with curl.");
        }
    }

    /**
     * Completes {@code body} with who says it; who it names itself must be the same.
     *
     * @param field where the name stands
     */
    void sign(Context context, Right right, ObjectNode body, String field, String tenant) {
        if (trusted) {
            return;
        }
        Person person = person(context, right);
        requireTenant(person, tenant);
        String said = body.hasNonNull(field) ? body.path(field).asText() : null;
        body.put(field, name(person, said, field));
    }

    /** Who applies a catalog, which is for every tenant; null where nobody says. */
    @Nullable
    String configurer(Context context, @Nullable String said, String field) {
        if (trusted) {
            return said;
        }
        Person person = person(context, Right.CONFIGURE);
        if (!person.isOfEvery()) {
            throw forbidden("A catalog is for every tenant: use a token that has \"*\" as its claim tenant.");
        }
        return name(person, said, field);
    }

    private static String name(Person person, @Nullable String said, String field) {
        if (said != null && !said.equals(person.name())) {
            throw forbidden(field + " says somebody else than the token (claim sub): leave it out, or use a token of"
                    + " theirs.");
        }
        return person.name();
    }

    private static void requireTenant(Person person, String tenant) {
        if (!person.isOf(tenant)) {
            throw forbidden("The token is for another tenant (claim tenant): use one for tenant '" + tenant + "'.");
        }
    }

    private Person person(Context context, Right right) {
        Person person = recognised(
                context,
                "Say who you are: send a token that has '" + right.word() + "' in its claim may, as " + HOW + ".");
        if (!person.may().contains(right)) {
            throw forbidden(
                    "The token does not let you do that: use one that has '" + right.word() + "' in its claim may.");
        }
        return person;
    }

    /** @param otherwise what somebody is told who sends no token */
    private Person recognised(Context context, String otherwise) {
        return switch (people.recognise(token(context, otherwise), clock.instant())) {
            case People.Refused refused -> throw unknown("The token " + refused.why() + ".");
            case People.Recognised known -> known.person();
        };
    }

    private String token(Context context, String otherwise) {
        if (people.keys().isEmpty()) {
            throw unknown(
                    "Nobody can prove who they are here: set people.key.<id> to the key of an issuer of tokens, or"
                            + " on a laptop http.trust-callers=true.");
        }
        List<String> given = Collections.list(context.req().getHeaders(HEADER));
        if (given.size() > 1) {
            throw unknown("There are " + given.size() + " headers " + HEADER + ": send one.");
        }
        if (given.isEmpty() || !given.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unknown(otherwise);
        }
        return given.getFirst().substring(SCHEME.length()).strip();
    }

    private static Refusal unknown(String detail) {
        return new Refusal(UNAUTHORIZED, "not_authenticated", detail, null);
    }

    private static Refusal forbidden(String detail) {
        return new Refusal(FORBIDDEN, "not_permitted", detail, null);
    }
}
