package io.sluice.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.AppConfig;
import io.sluice.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A Sluice that believes everybody is reached from its own machine alone. */
class LaptopTest {

    @Test
    void shouldListenOnLoopbackWhateverTheShellSays() throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of("SLUICE_HTTP_HOST", "0.0.0.0"));

        environment.putAll(World.LAPTOP);

        AppConfig.Http http = AppConfig.of(Settings.collect(Map.of(), Map.of(), environment, null))
                .http();
        assertThat(http.trustCallers()).isTrue();
        assertThat(http.host()).isEqualTo("127.0.0.1");
    }
}
