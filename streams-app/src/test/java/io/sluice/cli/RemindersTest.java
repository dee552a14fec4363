package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.AppConfig;
import io.sluice.config.ConfigException;
import io.sluice.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a start says of doors that stand open, or that nobody can open. */
class RemindersTest {

    private static String told(Map<String, String> environment) throws ConfigException {
        return String.join("\n", Reminders.of(AppConfig.of(Settings.collect(Map.of(), Map.of(), environment, null))));
    }

    @Test
    void shouldSayThatNobodyCanDecideWithoutKeys() throws Exception {
        assertThat(told(Map.of())).contains("No approval.key", "No people.key").doesNotContain("other hosts");
        assertThat(told(Map.of("SLUICE_HTTP_TRUST_CALLERS", "true"))).doesNotContain("people.key", "other hosts");
    }

    @Test
    void shouldAlwaysSayThatCallersAreBelieved() throws Exception {
        assertThat(told(Map.of("SLUICE_HTTP_TRUST_CALLERS", "true"))).contains("through a proxy too, is believed");
        assertThat(told(Map.of())).doesNotContain("believed");
    }

    @Test
    void shouldSayThatNoAgentCanPropose() throws Exception {
        String nobody = "no agent can propose anything";

        assertThat(told(Map.of())).contains(nobody);
        assertThat(told(Map.of("SLUICE_IDENTITY_TRUSTED_AGENTS", "a-1"))).doesNotContain(nobody);
        assertThat(told(Map.of("SLUICE_IDENTITY_GRANTS", "optional"))).doesNotContain(nobody);
    }

    @Test
    void shouldWarnWhereOthersReachWhoeverIsBelieved() throws Exception {
        assertThat(told(Map.of("SLUICE_HTTP_HOST", "0.0.0.0", "SLUICE_HTTP_TRUST_CALLERS", "true")))
                .contains("believes whoever calls", "http.trust-callers=false");
        assertThat(told(Map.of("SLUICE_HTTP_HOST", "0.0.0.0"))).contains("needs no login: put a guard in front");
    }

    @Test
    void shouldSayThatGrantsAreOptional() throws Exception {
        assertThat(told(Map.of("SLUICE_IDENTITY_GRANTS", "optional"))).contains("every agent may propose everything");
        assertThat(told(Map.of())).doesNotContain("(identity.grants)");
    }
}
