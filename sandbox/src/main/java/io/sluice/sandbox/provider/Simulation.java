package io.sluice.sandbox.provider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the simulated providers do with a request: the fault it runs into, then what its provider's API does. */
final class Simulation {
    private final EffectLog effects;
    private final Faults faults = new Faults();
    private final Consumer<Duration> pause;
    private final InstantSource clock;
    private volatile ProviderSettings settings;
    private volatile Map<String, Api> apis;

    Simulation(InstantSource clock, ProviderSettings settings, Consumer<Duration> pause) {
        this.effects = new EffectLog(clock, settings.maxEffects());
        this.clock = clock;
        this.settings = settings;
        this.pause = pause;
        this.apis = apis();
    }

    private Map<String, Api> apis() {
        Map<String, Api> all = new TreeMap<>();
        for (Profile profile : Profile.values()) {
            all.put(profile.pathName(), new ProfileApi(profile, effects, this::settings));
        }
        Pace pace = new Pace(clock, () -> Duration.ofMillis(settings.workMs()));
        for (ExampleProvider provider : ExampleProvider.values()) {
            all.put(provider.pathName(), provider.api(effects, pace));
        }
        return all;
    }

    /** Forgets all that was done. */
    void reset() {
        effects.reset();
        apis = apis();
    }

    /** Takes the fault this request runs into, if any, and says what is left to do. */
    Turn turn(SimulatedRequest request) {
        List<String> segments = List.of(request.path().substring(1).split("/", -1));
        Api api = apis.get(segments.getFirst());
        if (api == null || segments.size() == 1) {
            return new Turn(
                    false,
                    () -> Answer.error(404, "no_such_provider", "There are " + String.join(", ", apis.keySet()) + "."));
        }
        List<String> path = segments.subList(1, segments.size());
        try {
            Duration latency = Duration.ofMillis(settings.latencyMs());
            Optional<Fault> fault = faults.take(request);
            return new Turn(latency.isPositive() || fault.map(Fault::waits).orElse(false), () -> {
                pauseFor(latency);
                return fault.isPresent() ? misbehave(fault.get(), api, path, request) : api.answer(request, path);
            });
        } catch (IllegalArgumentException e) {
            return new Turn(false, () -> Answer.error(400, "bad_fault", e.getMessage()));
        }
    }

    private Answer misbehave(Fault fault, Api api, List<String> path, SimulatedRequest request) {
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
        Answer done = api.answer(request, path);
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

    private void pauseFor(Duration time) {
        if (time.isPositive()) {
            pause.accept(time);
        }
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
