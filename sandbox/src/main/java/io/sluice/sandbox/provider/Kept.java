package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one API has done, which is all it keeps: the same key is one act, and how things stand follows from what was done. */
final class Kept {
    private static final EffectLog.Delays AT_ONCE = new EffectLog.Delays(Duration.ZERO, Duration.ZERO);

    private final EffectLog effects;
    private final Provider provider;

    Kept(EffectLog effects, Provider provider) {
        this.effects = effects;
        this.provider = provider;
    }

    /** Does what the request asks for, and answers 201 with the view of it; 422 where its key was used for something else. */
    Answer create(SimulatedRequest request, String resource, Function<Effect, ObjectNode> view) {
        return act(request, request.key(), resource, request.json(), done -> Answer.of(201, view.apply(done)));
    }

    /** Does what {@code body} says, once for each key, and answers as {@code answer} says also when it was done before. */
    Answer act(
            SimulatedRequest request,
            @Nullable String key,
            String resource,
            JsonNode body,
            Function<Effect, Answer> answer) {
        EffectLog.Performance performance = effects.perform(provider, resource, key, body, request.headers(), AT_ONCE);
        return switch (performance.kind()) {
            case CONFLICT -> Answer.keyReused();
            case DONE -> answer.apply(performance.entry().effect());
            case REPLAYED -> answer.apply(performance.entry().effect()).replayed();
        };
    }

    /** Notes what was done; for an API that tells repetitions itself. */
    void note(SimulatedRequest request, String resource, JsonNode body) {
        effects.perform(provider, resource, request.key(), body, request.headers(), AT_ONCE);
    }

    /** Answers a lookup by key with the views of what was found. */
    Answer lookUp(SimulatedRequest request, String resource, Function<Effect, ObjectNode> view) {
        String key = request.key();
        return key == null
                ? Answer.keyMissing()
                : Answer.items(byKey(resource, key).stream().map(view).toList());
    }

    /** Whether the request was done before, so that it is only answered again. */
    boolean knows(SimulatedRequest request, String resource) {
        String key = request.key();
        return key != null && !byKey(resource, key).isEmpty();
    }

    List<Effect> byKey(String resource, String key) {
        return effects.findByKey(provider, resource, key).stream()
                .map(EffectLog.Entry::effect)
                .toList();
    }

    Optional<Effect> find(String resource, String id) {
        return effects.find(provider, resource, id).map(EffectLog.Entry::effect);
    }

    /** All that was done at this resource, oldest first. */
    List<Effect> all(String resource) {
        return effects.all(provider.name(), resource, null, Integer.MAX_VALUE);
    }

    /** The thing that an effect made: what it was sent, with its id, its key and how it stands. */
    static ObjectNode view(Effect effect, String status) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", effect.id()).put("key", effect.key()).put("status", status);
        effect.body().properties().forEach(field -> view.set(field.getKey(), field.getValue()));
        return view;
    }
}
