package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.Renderer;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.Scope;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.RenderedRequest;
import io.sluice.provider.ProviderClient;
import io.sluice.provider.ProviderConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A catalog of examples/providers/ that holds together, the client that acts on it, and a server that answers as the
 * provider documents; for one test.
 */
final class Integration implements BeforeEachCallback, AfterEachCallback {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CatalogSnapshot catalog;
    private final ProviderSimulator server;
    private final ProviderClient client;
    private final List<SimulatedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean dropsNext;

    private Integration(String name, Api api) throws CatalogException {
        this.catalog = catalog(name);
        this.server = ProviderSimulator.start(request -> {
            requests.add(request);
            Answer answer =
                    api.answer(request, List.of(request.path().substring(1).split("/", -1)));
            boolean drops = dropsNext;
            dropsNext = false;
            return drops ? Answer.DROPPED : answer;
        });
        this.client = new ProviderClient(
                List.of(ProviderConfig.of(
                        name,
                        server.address().toString(),
                        ExampleProvider.of(name).secrets())),
                InstantSource.system());
    }

    /** @param name of the file and of the provider */
    static Integration of(String name, Api api) {
        try {
            return new Integration(name, api);
        } catch (CatalogException e) {
            throw new AssertionError(e);
        }
    }

    /** Where an API notes what it has done. */
    static Kept kept() {
        return new Kept(new EffectLog(InstantSource.system(), 1_000), new Provider("p", Profile.LOOKUP));
    }

    /** Work that is accepted stays pending. */
    static Pace standing() {
        return new Pace(InstantSource.fixed(Instant.EPOCH), () -> Duration.ofDays(1));
    }

    /** Calls a tool and reads back, as an intent makes the application do. */
    Outcome call(String tool, String key, String arguments) throws RenderingException {
        ToolContract contract = contract(tool);
        Scope scope = scope(key, arguments, null);
        RenderedRequest readBack =
                contract.lookup() == null ? null : Renderer.lookup(contract.lookup(), contract, scope);
        return dispatch(contract, AttemptKind.CALL, key, Renderer.call(contract, scope), readBack, null);
    }

    /** Looks up what became of a call. */
    Outcome lookup(String tool, String key, String arguments, @Nullable String externalRef) throws RenderingException {
        ToolContract contract = contract(tool);
        RenderedRequest request = Renderer.lookup(
                Objects.requireNonNull(contract.lookup()), contract, scope(key, arguments, externalRef));
        return dispatch(contract, AttemptKind.LOOKUP, key, request, null, externalRef);
    }

    /** The provider does what it is asked next, but the connection breaks before its answer. */
    Integration dropNextAnswer() {
        dropsNext = true;
        return this;
    }

    ToolContract contract(String tool) {
        return catalog.tool(tool).orElseThrow();
    }

    /** All that reached the provider, oldest first. */
    List<SimulatedRequest> requests() {
        return List.copyOf(requests);
    }

    private Outcome dispatch(
            ToolContract contract,
            AttemptKind kind,
            String key,
            RenderedRequest request,
            @Nullable RenderedRequest readBack,
            @Nullable String externalRef) {
        Intent intent = new Intent(
                "e1#1",
                "acme",
                "acme/s1",
                "e1",
                kind,
                contract.name(),
                contract.version(),
                key,
                "h1",
                request,
                readBack,
                externalRef,
                "i1",
                Instant.EPOCH,
                contract.timeout().toMillis());
        return client.dispatch(intent, contract, () -> true);
    }

    private static Scope scope(String key, String arguments, @Nullable String externalRef) {
        try {
            ObjectNode document =
                    JSON.createObjectNode().put("idempotency_key", key).put("saga_id", "acme/s1");
            if (externalRef != null) {
                document.put("external_ref", externalRef);
            }
            return new Scope(document.set("arguments", JSON.readTree(arguments)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static CatalogSnapshot catalog(String name) throws CatalogException {
        Path file = Path.of("..", "examples", "providers", name + ".yaml");
        try {
            return CatalogSnapshot.of(CatalogParser.parse(file.toString(), Files.readString(file)).stream()
                    .map(CatalogDocument::json)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        assertThat(catalog.problems()).isEmpty();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        client.close();
        server.close();
    }
}
