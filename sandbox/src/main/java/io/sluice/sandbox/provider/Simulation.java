package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the simulated providers do with a request. {@code POST /{profile}/{resource}} creates an effect, {@code GET
 * /{profile}/{resource}/{id}} reads one back and {@code GET /{profile}/{resource}?key=…} looks them up.
 */
final class Simulation {
    private static final String KEY_CONFLICT = "idempotency_key_reused";

    private final ObjectMapper json;
    private final EffectLog effects;
    private final Faults faults = new Faults();
    private final Consumer<Duration> pause;
    private volatile ProviderSettings settings;

    Simulation(ObjectMapper json, InstantSource clock, ProviderSettings settings, Consumer<Duration> pause) {
        this.json = json;
        this.effects = new EffectLog(clock, settings.maxEffects());
        this.settings = settings;
        this.pause = pause;
    }

    /** Takes the fault this request runs into, if any, and says what is left to do. */
    Turn turn(SimulatedRequest request) {
        List<String> segments = List.of(request.path().substring(1).split("/", -1));
        Optional<Profile> profile = Profile.named(segments.getFirst());
        if (profile.isEmpty()) {
            return new Turn(
                    false, () -> Answer.error(404, "no_such_profile", "The profiles are " + profileNames() + "."));
        }
        try {
            Duration latency = Duration.ofMillis(settings.latencyMs());
            Optional<Fault> fault = faults.take(request);
            return new Turn(latency.isPositive() || fault.map(Fault::waits).orElse(false), () -> {
                pauseFor(latency);
                return fault.isPresent()
                        ? misbehave(fault.get(), profile.get(), segments, request)
                        : work(profile.get(), segments, request);
            });
        } catch (IllegalArgumentException e) {
            return new Turn(false, () -> Answer.error(400, "bad_fault", e.getMessage()));
        }
    }

    private Answer misbehave(Fault fault, Profile profile, List<String> segments, SimulatedRequest request) {
        switch (fault.kind()) {
            case DELAY_BEFORE -> pauseFor(fault.delay());
            case UNAVAILABLE -> {
                Answer unavailable = Answer.error(fault.statusOr(503), "unavailable", fault.reason());
                return fault.retryAfterS() == null
                        ? unavailable
                        : unavailable.with("Retry-After", fault.retryAfterS().toString());
            }
            case REFUSE -> {
                return Answer.error(fault.statusOr(422), "refused", fault.reason());
            }
            case DROP_BEFORE -> {
                return Answer.DROPPED;
            }
            case DELAY_AFTER, DROP_AFTER, FAIL_AFTER -> {}
        }
        Answer done = work(profile, segments, request);
        return switch (fault.kind()) {
            case DELAY_AFTER -> {
                pauseFor(fault.delay());
                yield done;
            }
            case DROP_AFTER -> Answer.DROPPED;
            case FAIL_AFTER -> Answer.error(fault.statusOr(500), "internal_error", fault.reason());
            default -> done;
        };
    }

    private Answer work(Profile profile, List<String> segments, SimulatedRequest request) {
        boolean create = request.method().equals("POST") && segments.size() == 2;
        boolean read = request.method().equals("GET") && (segments.size() == 2 || segments.size() == 3);
        if (create) {
            return create(profile, segments.get(1), request);
        }
        if (read && !profile.supportsLookup()) {
            return Answer.error(405, "lookup_not_supported", "This provider cannot say what it has done.");
        }
        if (read) {
            return segments.size() == 3
                    ? readBack(profile, segments.get(1), segments.get(2))
                    : lookUp(profile, segments.get(1), request);
        }
        return Answer.error(405, "not_supported", "Use POST or GET on /{profile}/{resource} or GET on one by its id.");
    }

    private Answer create(Profile profile, String resource, SimulatedRequest request) {
        EffectLog.Performance performance = effects.perform(
                profile,
                resource,
                request.headers().get(SimulatedRequest.KEY_HEADER),
                parse(request.body()),
                request.headers(),
                new EffectLog.Delays(
                        Duration.ofMillis(settings.lookupDelayMs()), Duration.ofMillis(settings.workMs())));
        if (performance.kind() == EffectLog.Performance.Kind.CONFLICT) {
            return Answer.error(422, KEY_CONFLICT, "The idempotency key was used with another payload.");
        }
        ObjectNode view = view(performance.entry());
        Answer answer = profile.onlyAccepts()
                ? Answer.of(202, view)
                        .with(
                                "Location",
                                "/" + profile.pathName() + "/" + resource + "/"
                                        + performance.entry().effect().id())
                : Answer.of(201, view);
        return performance.kind() == EffectLog.Performance.Kind.REPLAYED
                ? answer.with("Idempotent-Replayed", "true")
                : answer;
    }

    private Answer readBack(Profile profile, String resource, String id) {
        return effects.find(profile, resource, id)
                .map(entry -> Answer.of(200, view(entry)))
                .orElseGet(() -> Answer.error(404, "not_found", null));
    }

    private Answer lookUp(Profile profile, String resource, SimulatedRequest request) {
        String key = request.key();
        if (key == null) {
            return Answer.error(400, "key_missing", "Add ?key= or an Idempotency-Key header.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        var items = body.putArray("items");
        effects.findByKey(profile, resource, key).forEach(entry -> items.add(view(entry)));
        return Answer.of(200, body);
    }

    private ObjectNode view(EffectLog.Entry entry) {
        Effect effect = entry.effect();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", effect.id())
                .put("key", effect.key())
                .put("status", effects.isPending(entry) ? "pending" : "done")
                .set("body", effect.body());
    }

    private JsonNode parse(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(body);
        }
    }

    private void pauseFor(Duration time) {
        if (time.isPositive()) {
            pause.accept(time);
        }
    }

    private static String profileNames() {
        return Arrays.stream(Profile.values()).map(Profile::pathName).collect(Collectors.joining(", "));
    }

    EffectLog effects() {
        return effects;
    }

    Faults faults() {
        return faults;
    }

    ProviderSettings settings() {
        return settings;
    }

    void settings(ProviderSettings changed) {
        settings = changed;
    }

    /**
     * What a request still has to go through.
     *
     * @param waits whether that takes more than a moment
     */
    record Turn(boolean waits, Supplier<Answer> rest) {
        Answer answer() {
            return rest.get();
        }
    }
}
