package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogParser;
import io.sluice.saga.SagaIds;
import io.sluice.sandbox.Sandbox;
import io.sluice.topology.CatalogPublisher;
import io.sluice.topology.SluiceApp;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.ConfluentRegistry;
import io.sluice.topology.serde.UndecodableException;
import io.sluice.topology.sink.ProviderCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.state.HostInfo;

/** Sluice on the sandbox's broker and registry, with topics and state of its own, and commands as agents write them. */
record Installation(SluiceConfig config, ConfluentRegistry registry) {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String CATALOG = """
            kind: tool
            name: book
            effect_type: internal_mutation
            reversibility: retryable
            provider: p
            timeout: 2s
            call: {method: POST, path: /book, headers: {Idempotency-Key: $/idempotency_key}}
            answers: {external_ref: /id}
            ---
            kind: policy
            name: internal
            rules:
              - {name: internal-changes, when: contract.effect_type == "internal_mutation", result: allow}
            """;

    static Installation on(Sandbox sandbox, Path directory, String prefix, int partitions) {
        SluiceConfig local = SluiceConfig.local(
                sandbox.broker().bootstrapServers(), directory.resolve(prefix), new HostInfo("127.0.0.1", 8080));
        SluiceConfig config = new SluiceConfig(
                local.bootstrapServers(),
                local.kafka(),
                new Topics(prefix),
                partitions,
                local.replication(),
                local.stateDirectory(),
                local.applicationServer(),
                local.streamThreads(),
                local.standbyReplicas(),
                local.maxCalls(),
                local.callPatience(),
                local.startPatience(),
                local.limits(),
                local.decisionKeys(),
                local.identities(),
                local.grantsRequired());
        return new Installation(config, new ConfluentRegistry(sandbox.registry().url()));
    }

    /** One instance that has its partitions. */
    SluiceApp start(ProviderCall provider) throws InterruptedException {
        SluiceApp app = SluiceApp.start(config, registry, provider);
        assertThat(app.awaitRunning(PATIENCE)).isTrue();
        return app;
    }

    /** Puts a catalog with the one tool {@code book} in force. */
    void applyCatalog(Codecs codecs) throws Exception {
        applyCatalog(codecs, CATALOG);
    }

    void applyCatalog(Codecs codecs, String yaml) throws Exception {
        try (CatalogPublisher publisher = CatalogPublisher.of(config, codecs, InstantSource.system())) {
            publisher.apply(
                    CatalogParser.parse("catalog.yaml", yaml).stream()
                            .map(CatalogDocument::json)
                            .toList(),
                    "platform");
        }
    }

    /** A command for the tool {@code book} in JSON; its step makes it one of its own. */
    static byte[] book(String commandId, String step) {
        return command(commandId, step, "book");
    }

    static byte[] command(String commandId, String step, String tool) {
        return """
                {"command_id": "%s", "tenant_id": "acme", "run_id": "run-1", "step_id": "%s", "agent_id": "agent-7",
                 "tool": "%s", "target_type": "case", "target_id": "4711"}""".formatted(commandId, step, tool).getBytes(StandardCharsets.UTF_8);
    }

    static String sagaId(Codecs codecs, byte[] command) throws UndecodableException {
        return SagaIds.of(codecs.command().fromBytes(command, Instant.EPOCH));
    }
}
