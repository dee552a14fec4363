package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.relay.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docker-compose.yml to the settings that the application and the connector really read. */
class ComposeFileTest {
    private static final Path FILE = Path.of("../docker-compose.yml");
    private static final Path CONNECTOR =
            Path.of("../debezium-config/src/main/resources/debezium-config/connector.json");
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{\\w+:\\?.*}");
    private static final Pattern OF_CONNECTOR = Pattern.compile("\\$\\{env:(\\w+)}");

    @Test
    void shouldGiveTheApplicationSettingsThatItKnowsAndAccepts() throws Exception {
        Map<String, String> environment = environment("sluice");

        assertThat(Arrays.stream(Setting.values()).map(Setting::environment)).containsAll(environment.keySet());
        AppConfig config = AppConfig.of(Settings.collect(Map.of(), Map.of(), environment, null));
        assertThat(config.relay()).isNotNull();
        assertThat(config.relay()).extracting(RelayConfig::captureBy).isEqualTo(RelayConfig.CaptureBy.KAFKA_CONNECT);
        assertThat(texts(service("sluice").path("ports")))
                .containsExactly("127.0.0.1:7070:" + config.http().port());
        assertThat(texts(service("sluice").path("volumes"))).containsExactly("sluice:" + config.stateDirectory());
    }

    @Test
    void shouldGiveTheConnectorEveryValueThatItsDefinitionAsksFor() throws IOException {
        List<String> asked = OF_CONNECTOR
                .matcher(Files.readString(CONNECTOR))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(asked).isNotEmpty();
        assertThat(environment("connect").keySet()).containsAll(asked);
    }

    @Test
    void shouldKeepSchemasAsLongAsTheRecordsThatNameThem() throws IOException {
        assertThat(texts(service("kafka").path("volumes"))).isNotEmpty();
        assertThat(texts(service("postgres").path("volumes"))).contains("postgres:/var/lib/postgresql/data");
        assertThat(environment("registry"))
                .containsEntry("APICURIO_STORAGE_SQL_KIND", "postgresql")
                .hasEntrySatisfying(
                        "APICURIO_DATASOURCE_URL", url -> assertThat(url).startsWith("jdbc:postgresql://postgres:"));
    }

    @Test
    void shouldMountFilesThatExist() throws IOException {
        JsonNode services = new YAMLMapper().readTree(FILE.toFile()).path("services");
        List<String> mounted = services.findValues("volumes").stream()
                .flatMap(volumes -> texts(volumes).stream())
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .toList();

        assertThat(mounted).isNotEmpty();
        assertThat(mounted)
                .allSatisfy(file -> assertThat(FILE.resolveSibling(file)).isRegularFile());
    }

    private static JsonNode service(String name) throws IOException {
        return new YAMLMapper().readTree(FILE.toFile()).path("services").path(name);
    }

    /** The variables of a service; what whoever starts it has to give stands in by a word. */
    private static Map<String, String> environment(String service) throws IOException {
        Map<String, String> environment = new HashMap<>();
        service(service)
                .path("environment")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(),
                        REQUIRED.matcher(variable.getValue().asText()).replaceAll("given")));
        return environment;
    }

    private static List<String> texts(JsonNode items) {
        return items.valueStream().map(JsonNode::asText).toList();
    }
}
