package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The effects of all simulated providers, in order; the oldest are forgotten beyond a bound, the totals are not. */
final class EffectLog {
    private final InstantSource clock;
    private final int bound;
    private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();
    private final Map<Address, List<Entry>> byKey = new HashMap<>();
    private long number;
    private long total;
    private long repeated;

    EffectLog(InstantSource clock, int bound) {
        this.clock = clock;
        this.bound = bound;
    }

    /** Does the work, unless the provider honours keys and has done it under this key. */
    synchronized Performance perform(
            Provider provider,
            String resource,
            @Nullable String key,
            JsonNode body,
            Map<String, String> headers,
            Delays delays) {
        Address address = new Address(provider, resource, key);
        List<Entry> before = key == null ? List.of() : byKey.getOrDefault(address, List.of());
        if (provider.profile().honoursKeys() && !before.isEmpty()) {
            Entry first = before.getFirst();
            boolean same = first.effect.body().equals(body);
            return new Performance(first, same ? Performance.Kind.REPLAYED : Performance.Kind.CONFLICT);
        }
        Instant now = clock.instant();
        number++;
        total++;
        repeated += before.isEmpty() ? 0 : 1;
        Effect effect =
                new Effect(Long.toString(number), provider.name(), resource, key, body, headers, now.toString());
        Entry entry = new Entry(
                effect,
                address,
                provider.profile().foundAtOnce() ? now : now.plus(delays.lookup()),
                provider.profile().onlyAccepts() ? now.plus(delays.work()) : now);
        entries.put(effect.id(), entry);
        if (key != null) {
            byKey.computeIfAbsent(address, first -> new ArrayList<>(1)).add(entry);
        }
        forgetOldest();
        return new Performance(entry, Performance.Kind.DONE);
    }

    /** The effect of this id, once it can be found. */
    synchronized Optional<Entry> find(Provider provider, String resource, String id) {
        return Optional.ofNullable(entries.get(id))
                .filter(entry -> entry.address.provider.equals(provider) && entry.address.resource.equals(resource))
                .filter(this::isVisible);
    }

    /** The effects under this key, oldest first, once they can be found. */
    synchronized List<Entry> findByKey(Provider provider, String resource, String key) {
        return byKey.getOrDefault(new Address(provider, resource, key), List.of()).stream()
                .filter(this::isVisible)
                .toList();
    }

    /** All that was really done, found or not, oldest first; null matches all. */
    synchronized List<Effect> all(
            @Nullable String profile, @Nullable String resource, @Nullable String key, int limit) {
        Stream<Effect> effects = entries.values().stream().map(Entry::effect);
        return effects.filter(effect -> profile == null || profile.equals(effect.profile()))
                .filter(effect -> resource == null || resource.equals(effect.resource()))
                .filter(effect -> key == null || Objects.equals(key, effect.key()))
                .limit(limit)
                .toList();
    }

    synchronized Totals totals() {
        return new Totals(total, repeated);
    }

    synchronized void reset() {
        entries.clear();
        byKey.clear();
        total = 0;
        repeated = 0;
    }

    boolean isPending(Entry entry) {
        return clock.instant().isBefore(entry.doneAt);
    }

    private boolean isVisible(Entry entry) {
        return !clock.instant().isBefore(entry.visibleAt);
    }

    private void forgetOldest() {
        if (entries.size() <= bound) {
            return;
        }
        Entry oldest = entries.pollFirstEntry().getValue();
        byKey.computeIfPresent(oldest.address, (address, same) -> {
            same.remove(oldest);
            return same.isEmpty() ? null : same;
        });
    }

    /** How long effects stay hidden from lookups, and accepted work stays pending. */
    record Delays(Duration lookup, Duration work) {}

    record Entry(Effect effect, Address address, Instant visibleAt, Instant doneAt) {}

    record Address(
            Provider provider, String resource, @Nullable String key) {}

    /** What came of a request to do something. */
    record Performance(Entry entry, Kind kind) {
        enum Kind {
            DONE,
            REPLAYED,
            CONFLICT
        }
    }
}
