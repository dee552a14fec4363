package io.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.TestKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A name is believed when a known issuer has signed it for this tenant, run, installation and time. */
class IdentitiesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(15));
    private static final TestKeys KEYS = TestKeys.named("k1");
    private static final NamedAgent AGENT = new NamedAgent("a-7", "city", "run-1");
    private static final Identities IDENTITIES = known(Set.of());

    private static Identities known(Set<String> trusted) {
        return new Identities(Map.of("k1", KEYS.pair().getPublic()), Identities.AUDIENCE, trusted);
    }

    private static TokenIssuer issuer(TestKeys keys, String audience) {
        return new TokenIssuer(keys.id(), keys.pair().getPrivate(), audience);
    }

    private static String token(String agent, String tenant, @Nullable String run, Instant expires) {
        return issuer(KEYS, Identities.AUDIENCE).issue(agent, tenant, run, List.of(), expires);
    }

    private static String why(String token, Instant at) {
        Verification verification = IDENTITIES.verify(List.of(token), AGENT, at);
        assertThat(verification).isInstanceOf(Verification.Refused.class);
        return ((Verification.Refused) verification).why();
    }

    @Test
    void shouldBelieveAKnownIssuerAndTakeTheRolesThatItSays() {
        String token = issuer(KEYS, Identities.AUDIENCE).issue("a-7", "city", "run-1", List.of("supervisor"), LATER);

        assertThat(IDENTITIES.verify(List.of(token), AGENT, NOON))
                .isEqualTo(new Verification.Proven(new AgentIdentity("k1", List.of("supervisor"))));
    }

    @Test
    void shouldBelieveATokenForAnyRun() {
        assertThat(IDENTITIES.verify(List.of(token("a-7", "city", null, LATER)), AGENT, NOON))
                .isInstanceOf(Verification.Proven.class);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void shouldRefuseWhatDoesNotProveWhatTheCommandSays(String token, String because) {
        assertThat(why(token, NOON)).contains(because).doesNotContain(token.isEmpty() ? "ey" : token);
    }

    static Stream<Arguments> refusals() {
        String right = token("a-7", "city", "run-1", LATER);
        return Stream.of(
                Arguments.of(token("a-8", "city", "run-1", LATER), "another agent's"),
                Arguments.of(token("a-7", "town", "run-1", LATER), "not for this tenant"),
                Arguments.of(token("a-7", "city", "run-2", LATER), "another run"),
                Arguments.of(token("a-7", "city", null, NOON.minusSeconds(1)), "has expired"),
                Arguments.of(
                        issuer(KEYS, "elsewhere").issue("a-7", "city", null, List.of(), LATER),
                        "not meant for this installation"),
                Arguments.of(
                        issuer(TestKeys.named("k1"), Identities.AUDIENCE).issue("a-7", "city", null, List.of(), LATER),
                        "not signed"),
                Arguments.of(
                        issuer(TestKeys.named("k2"), Identities.AUDIENCE).issue("a-7", "city", null, List.of(), LATER),
                        "not signed"),
                Arguments.of(unsigned("{\"alg\":\"none\"}"), "not signed"),
                Arguments.of(unsigned("{\"alg\":\"none\",\"kid\":\"k1\"}"), "not signed"),
                Arguments.of(unsigned("{\"alg\":\"EdDSA\",\"kid\":\"k1\"}"), "not signed"),
                Arguments.of(unsigned("{\"alg\":\"HS256\",\"kid\":\"k1\"}") + "AAAA", "not signed"),
                Arguments.of(right.substring(0, right.length() - 4) + "AAAA", "not signed"),
                Arguments.of("a.b.c", "not signed"),
                Arguments.of("a.b.c.d.e", "no signed JWT in compact form"),
                Arguments.of("", "no signed JWT in compact form"),
                Arguments.of("a.b." + "c".repeat(5000), "no signed JWT in compact form"));
    }

    private static String unsigned(String header) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String claims =
                "{\"sub\":\"a-7\",\"aud\":\"sluice\",\"tenant\":\"city\",\"exp\":" + LATER.getEpochSecond() + "}";
        return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".";
    }

    @Test
    void shouldLookAtTheTimeThatItIsGiven() {
        String token = token("a-7", "city", null, LATER);

        assertThat(IDENTITIES.verify(List.of(token), AGENT, NOON)).isInstanceOf(Verification.Proven.class);
        assertThat(why(token, LATER)).contains("has expired");
    }

    @Test
    void shouldTakeOneTokenOnly() {
        String token = token("a-7", "city", null, LATER);

        assertThat(IDENTITIES.verify(List.of(token, token), AGENT, NOON)).isInstanceOf(Verification.Refused.class);
    }

    @Test
    void shouldBelieveATrustedNameAndNoOther() {
        assertThat(known(Set.of("a-7")).verify(List.of(), AGENT, NOON))
                .isEqualTo(new Verification.Proven(new AgentIdentity(AgentIdentity.TOPIC, List.of())));
        assertThat(known(Set.of("*")).verify(List.of(), AGENT, NOON)).isInstanceOf(Verification.Proven.class);
        assertThat(known(Set.of("a-8")).verify(List.of(), AGENT, NOON)).isInstanceOf(Verification.NotAsked.class);
        assertThat(IDENTITIES.verify(List.of(), AGENT, NOON)).isInstanceOf(Verification.NotAsked.class);
    }

    @Test
    void shouldBelieveATokenAndNoNameWhereTheTopicDoesNotVouch() {
        Identities strangers = known(Set.of("*")).trustingNobody();

        assertThat(strangers.verify(List.of(), AGENT, NOON)).isInstanceOf(Verification.NotAsked.class);
        assertThat(strangers.verify(List.of(token("a-7", "city", null, LATER)), AGENT, NOON))
                .isInstanceOf(Verification.Proven.class);
    }

    @Test
    void shouldRefuseAWrongTokenAlsoOfATrustedAgent() {
        assertThat(known(Set.of("*")).verify(List.of("a.b.c"), AGENT, NOON)).isInstanceOf(Verification.Refused.class);
    }
}
