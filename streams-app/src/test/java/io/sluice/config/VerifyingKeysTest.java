package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One key vouches for one kind of caller: whoever issues tokens of agents speaks for no person, and signs no decision. */
class VerifyingKeysTest {

    @TempDir
    private Path directory = Path.of("");

    private AppConfig read(Map<String, String> environment) throws ConfigException {
        return AppConfig.of(Settings.collect(Map.of(), Map.of(), environment, null));
    }

    private String made(String id) {
        return KeyFiles.generate(directory, id).publicKey().toString();
    }

    @Test
    void shouldKnowTheIssuersOfEachKindByTheirIds() throws Exception {
        AppConfig config = read(Map.of(
                "SLUICE_IDENTITY_KEY_ONE", made("agents"),
                "SLUICE_PEOPLE_KEY_ONE", made("people"),
                "SLUICE_APPROVAL_KEY_ONE", made("approvals")));

        assertThat(config.identities().keys()).containsOnlyKeys("one");
        assertThat(config.people().keys()).containsOnlyKeys("one");
        assertThat(config.people().keys())
                .doesNotContainValue(config.identities().keys().get("one"));
        assertThat(config.people().audience()).isEqualTo("sluice");
    }

    @ParameterizedTest
    @CsvSource({
        "APPROVAL, IDENTITY, approval.key.a and identity.key.b",
        "APPROVAL, PEOPLE, approval.key.a and people.key.b",
        "IDENTITY, PEOPLE, identity.key.a and people.key.b",
    })
    void shouldNotStartWithOneKeyOfTwoKinds(String one, String other, String told) throws IOException {
        String file = made("shared");
        Path copy = Files.copy(Path.of(file), directory.resolve("copy.pem"));
        Map<String, String> environment =
                Map.of("SLUICE_" + one + "_KEY_A", file, "SLUICE_" + other + "_KEY_B", copy.toString());

        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(told + " are the same key");
    }

    @Test
    void shouldRequireGrantsOfAgentsUnlessToldOtherwise() throws Exception {
        assertThat(read(Map.of()).grantsRequired()).isTrue();
        assertThat(read(Map.of("SLUICE_IDENTITY_GRANTS", "optional")).grantsRequired())
                .isFalse();
    }

    @Test
    void shouldBelieveCallersOnlyWhereThatIsSaid() throws Exception {
        assertThat(read(Map.of()).http().trustCallers()).isFalse();
        assertThat(read(Map.of("SLUICE_HTTP_TRUST_CALLERS", "true")).http().trustCallers())
                .isTrue();
        assertThatThrownBy(() -> read(Map.of("SLUICE_HTTP_TRUST_CALLERS", "yes")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("write false or true");
    }

    @Test
    void shouldNotStartWherePeopleHaveTokensAndNobodyIsAskedForOne() throws Exception {
        Map<String, String> environment =
                Map.of("SLUICE_PEOPLE_KEY_ONE", made("people"), "SLUICE_HTTP_TRUST_CALLERS", "true");

        assertThatThrownBy(() -> read(environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("A people.key is set, but SLUICE_HTTP_TRUST_CALLERS believes callers without");
    }
}
