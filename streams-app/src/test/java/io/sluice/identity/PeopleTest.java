package io.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.TestKeys;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A person is who a known issuer of people's tokens says, and may do what it says, for as long as it says. */
class PeopleTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(15));
    private static final TestKeys KEYS = TestKeys.named("people");
    private static final TestKeys AGENTS = TestKeys.named("agents");
    private static final Map<String, PublicKey> ISSUERS =
            Map.of("people", KEYS.pair().getPublic());
    private static final People PEOPLE = new People(ISSUERS, Identities.AUDIENCE);
    private static final Person RITA = person("city", Right.REVIEW);

    private static Person person(String tenant, Right... may) {
        return new Person("rita", tenant, Set.of(may));
    }

    private static TokenIssuer issuer(TestKeys keys, String audience) {
        return new TokenIssuer(keys.id(), keys.pair().getPrivate(), audience);
    }

    private static String token(Person person) {
        return issuer(KEYS, Identities.AUDIENCE).issue(person, LATER);
    }

    /** A token with exactly these claims. */
    private static String claiming(String more) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue("EdDSA");
        token.setKeyIdHeaderValue("people");
        token.setKey(KEYS.pair().getPrivate());
        token.setPayload("{\"aud\":\"sluice\",\"exp\":" + LATER.getEpochSecond() + "," + more + "}");
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRecogniseWhomAKnownIssuerVouchesFor() {
        for (Person person : List.of(RITA, person("*", Right.values()), person("city"))) {
            assertThat(PEOPLE.recognise(token(person), NOON)).isEqualTo(new People.Recognised(person));
        }
    }

    @Test
    void shouldGiveNoRightForAWordThatIsNone() {
        assertThat(PEOPLE.recognise(
                        claiming("\"sub\":\"rita\",\"tenant\":\"city\",\"may\":[\"REVIEW\",\"everything\"]"), NOON))
                .isEqualTo(new People.Recognised(person("city")));
        assertThat(PEOPLE.recognise(claiming("\"sub\":\"rita\",\"tenant\":\"city\""), NOON))
                .isEqualTo(new People.Recognised(person("city")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void shouldRefuseWhatProvesNothing(String token, String because) {
        assertThat(PEOPLE.recognise(token, NOON))
                .isInstanceOfSatisfying(
                        People.Refused.class,
                        refused -> assertThat(refused.why()).contains(because).doesNotContain(token));
    }

    static Stream<Arguments> refusals() {
        String notSigned = "not signed, with EdDSA, by a key that is configured here for people";
        return Stream.of(
                Arguments.of(issuer(KEYS, Identities.AUDIENCE).issue(RITA, NOON.minusSeconds(1)), "has expired"),
                Arguments.of(issuer(KEYS, "elsewhere").issue(RITA, LATER), "not meant for this installation"),
                Arguments.of(
                        issuer(TestKeys.named("people"), Identities.AUDIENCE).issue(RITA, LATER), notSigned),
                Arguments.of(issuer(AGENTS, Identities.AUDIENCE).issue(RITA, LATER), notSigned),
                Arguments.of(
                        issuer(AGENTS, Identities.AUDIENCE).issue("rita", "city", null, List.of(), LATER), notSigned),
                Arguments.of(token(RITA) + ", " + token(RITA), "no signed JWT in compact form"),
                Arguments.of(claiming("\"may\":[\"review\"]"), "names nobody"),
                Arguments.of(claiming("\"sub\":\" \",\"may\":[\"review\"]"), "names nobody"),
                Arguments.of(claiming("\"sub\":7"), "wrong form"),
                Arguments.of(claiming("\"sub\":\"rita\",\"may\":[\"review\"]"), "does not say for which tenant"),
                Arguments.of(claiming("\"sub\":\"rita\",\"tenant_id\":\"city\""), "does not say for which tenant"),
                Arguments.of(claiming("\"sub\":\"rita\",\"tenant\":null"), "says tenant in the wrong form"),
                Arguments.of(claiming("\"sub\":\"rita\",\"tenant\":[\"city\"]"), "says tenant in the wrong form"),
                Arguments.of(
                        claiming("\"sub\":\"rita\",\"tenant\":\"city\",\"may\":\"review\""),
                        "says may in the wrong form"),
                Arguments.of(
                        claiming("\"sub\":\"rita\",\"tenant\":\"city\",\"may\":[null]"), "says may in the wrong form"));
    }

    @Test
    void shouldNotTakeAPersonsTokenForAnAgents() {
        Identities agents =
                new Identities(Map.of("agents", AGENTS.pair().getPublic()), Identities.AUDIENCE, Set.of("*"));

        assertThat(agents.verify(List.of(token(RITA)), new NamedAgent("rita", "city", "run-1"), NOON))
                .isInstanceOfSatisfying(
                        Verification.Refused.class,
                        refused -> assertThat(refused.why()).contains("configured here for agents"));
    }

    @Test
    void shouldRecogniseNobodyWithoutAKey() {
        assertThat(People.NONE.recognise(token(RITA), NOON)).isInstanceOf(People.Refused.class);
    }
}
