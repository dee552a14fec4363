package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A provider that takes whatever it is sent. {@code POST /{resource}} creates an effect, {@code GET /{resource}/{id}} reads one
 * back and {@code GET /{resource}?key=…} looks them up.
 */
final class ProfileApi implements Api {
    private final Provider provider;
    private final EffectLog effects;
    private final Supplier<ProviderSettings> settings;

    ProfileApi(Profile profile, EffectLog effects, Supplier<ProviderSettings> settings) {
        this.provider = Provider.of(profile);
        this.effects = effects;
        this.settings = settings;
    }

    @Override
    public Answer answer(SimulatedRequest request, List<String> path) {
        boolean create = request.method().equals("POST") && path.size() == 1;
        boolean read = request.method().equals("GET") && (path.size() == 1 || path.size() == 2);
        if (create) {
            return create(path.getFirst(), request);
        }
        if (read && !provider.profile().supportsLookup()) {
            return Answer.error(405, "lookup_not_supported", "This provider cannot say what it has done.");
        }
        if (read) {
            return path.size() == 2 ? readBack(path.get(0), path.get(1)) : lookUp(path.getFirst(), request);
        }
        return Answer.error(405, "not_supported", "Use POST or GET on /{profile}/{resource} or GET on one by its id.");
    }

    private Answer create(String resource, SimulatedRequest request) {
        ProviderSettings now = settings.get();
        EffectLog.Performance performance = effects.perform(
                provider,
                resource,
                request.headers().get(SimulatedRequest.KEY_HEADER),
                request.json(),
                request.headers(),
                new EffectLog.Delays(Duration.ofMillis(now.lookupDelayMs()), Duration.ofMillis(now.workMs())));
        if (performance.kind() == EffectLog.Performance.Kind.CONFLICT) {
            return Answer.keyReused();
        }
        ObjectNode view = view(performance.entry());
        Answer answer = provider.profile().onlyAccepts()
                ? Answer.of(202, view)
                        .with(
                                "Location",
                                "/" + provider.name() + "/" + resource + "/"
                                        + performance.entry().effect().id())
                : Answer.of(201, view);
        return performance.kind() == EffectLog.Performance.Kind.REPLAYED ? answer.replayed() : answer;
    }

    private Answer readBack(String resource, String id) {
        return effects.find(provider, resource, id)
                .map(entry -> Answer.of(200, view(entry)))
                .orElseGet(Answer::notFound);
    }

    private Answer lookUp(String resource, SimulatedRequest request) {
        String key = request.key();
        if (key == null) {
            return Answer.keyMissing();
        }
        return Answer.items(effects.findByKey(provider, resource, key).stream()
                .map(this::view)
                .toList());
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
}
