package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of the control API of the simulated providers, in this process or another one. Throws {@link SandboxException}. */
public final class ProviderControl {
    private final URI address;
    private final ObjectMapper json = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** The address of the simulator, without a trailing slash. */
    public ProviderControl(URI address) {
        this.address = address;
    }

    /** Sets a fault; faults are tried in the order in which they were set. */
    public void addFault(Fault fault) {
        send("POST", "faults", fault);
    }

    /** The faults that requests can still run into, with the times that are left. */
    public List<Fault> faults() {
        return read(send("GET", "faults", null).path("faults"), new TypeReference<>() {});
    }

    public void clearFaults() {
        send("DELETE", "faults", null);
    }

    /** All effects that are still kept, oldest first. */
    public List<Effect> effects() {
        return effects("limit=" + Integer.MAX_VALUE);
    }

    /** The effects under this idempotency key, oldest first, whether lookups find them or not. */
    public List<Effect> effectsOf(String key) {
        return effects("key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
    }

    /** The effects at this provider and resource, oldest first. */
    public List<Effect> effectsAt(Played provider, String resource) {
        return effects("limit=" + Integer.MAX_VALUE + "&profile=" + provider.pathName() + "&resource="
                + URLEncoder.encode(resource, StandardCharsets.UTF_8));
    }

    /** How many effects there were since the last reset, also where they are no longer kept. */
    public Totals totals() {
        return read(send("GET", "totals", null), new TypeReference<>() {});
    }

    /** Forgets all effects and clears all faults. */
    public void reset() {
        send("DELETE", "effects", null);
        clearFaults();
    }

    public ProviderSettings settings() {
        return read(send("GET", "settings", null), new TypeReference<>() {});
    }

    public void change(ProviderSettings settings) {
        send("PUT", "settings", settings);
    }

    private List<Effect> effects(String query) {
        return read(send("GET", "effects?" + query, null).path("effects"), new TypeReference<>() {});
    }

    private JsonNode send(String method, String what, @Nullable Object body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address + ControlApi.PREFIX + what))
                    .timeout(Duration.ofSeconds(30))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new SandboxException(
                        "The provider simulator refused " + method + " " + what + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new SandboxException(
                    "The provider simulator at " + address + " does not answer: " + e.getMessage() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("The wait for the provider simulator was interrupted.", e);
        }
    }

    private <T> T read(JsonNode tree, TypeReference<T> type) {
        try {
            return json.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new SandboxException("The provider simulator's answer was not understood: " + e.getMessage(), e);
        }
    }
}
