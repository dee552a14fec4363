package io.sluice.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ConnectorDefinitionTest {
    private final Properties properties = ConnectorDefinition.forEngine(RelayTestConfig.CONFIG);

    @Test
    void shouldFillInWhereToConnect() {
        assertThat(properties)
                .containsEntry("name", "sluice-outbox")
                .containsEntry("database.hostname", "db.example")
                .containsEntry("database.port", "5432")
                .containsEntry("database.password", "s3cr$t")
                .containsEntry("transforms.outbox.route.topic.replacement", "sluice.commands");
        assertThat(properties.values()).noneMatch(value -> value.toString().contains("${"));
    }

    @Test
    void shouldEndTheEngineOnEveryFailureAndLetTheSlotKeepThePosition() {
        assertThat(properties)
                .containsEntry("errors.max.retries", "0")
                .containsEntry("slot.name", "sluice_outbox")
                .containsEntry("snapshot.mode", "no_data")
                .hasEntrySatisfying(
                        "offset.storage", store -> assertThat(store.toString()).endsWith("MemoryOffsetBackingStore"));
    }

    @Test
    void shouldNameAValueThatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ConnectorDefinition.resolve(Map.of()))
                .withMessageContaining("SLUICE_DATABASE_HOST");
    }

    @Test
    void shouldKeepThePasswordOutOfItsText() {
        assertThat(RelayTestConfig.CONFIG.toString()).doesNotContain("s3cr$t");
    }
}
