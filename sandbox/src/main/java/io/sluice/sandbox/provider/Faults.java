package io.sluice.sandbox.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The faults that are set, and those that requests ask for themselves. */
final class Faults {
    private final List<Armed> armed = new ArrayList<>();
    private final Map<String, Integer> askedFor = new HashMap<>();

    synchronized void add(Fault fault) {
        armed.add(new Armed(fault, fault.times() == null ? 1 : fault.times()));
    }

    synchronized List<Fault> remaining() {
        return armed.stream().map(each -> each.fault.times(each.left)).toList();
    }

    synchronized void clear() {
        armed.clear();
        askedFor.clear();
    }

    /** The fault this request runs into; it has then been used once. The one that was set first wins. */
    synchronized Optional<Fault> take(SimulatedRequest request) {
        Optional<Fault> own = request.fault() == null ? Optional.empty() : takeOwn(request, request.fault());
        return own.isPresent() ? own : takeArmed(request);
    }

    private Optional<Fault> takeArmed(SimulatedRequest request) {
        for (Iterator<Armed> each = armed.iterator(); each.hasNext(); ) {
            Armed candidate = each.next();
            if (candidate.fault.isFor(request)) {
                if (candidate.left == 1) {
                    each.remove();
                } else if (candidate.left > 1) {
                    candidate.left--;
                }
                return Optional.of(candidate.fault);
            }
        }
        return Optional.empty();
    }

    /** {@code kind[:times[:milliseconds or status]]}: each key runs into it that often. */
    private Optional<Fault> takeOwn(SimulatedRequest request, String text) {
        Fault fault = parse(text);
        if (!fault.isFor(request)) {
            return Optional.empty();
        }
        int times = fault.times() == null ? 1 : fault.times();
        int use = askedFor.merge(text + " " + request.path() + " " + request.key(), 1, Integer::sum);
        return times == 0 || use <= times ? Optional.of(fault) : Optional.empty();
    }

    /**
     * A fault as a path or a header gives it.
     *
     * @throws IllegalArgumentException if it is not one, with a sentence for the caller
     */
    static Fault parse(String text) {
        List<String> parts = List.of(text.split(":", -1));
        FaultKind kind = FaultKind.named(parts.getFirst())
                .orElseThrow(() -> new IllegalArgumentException("There is no fault " + parts.getFirst() + "."));
        Integer times = number(parts, 1, text);
        Integer value = number(parts, 2, text);
        Fault fault = Fault.of(kind).times(times == null ? 1 : times);
        if (value == null) {
            return fault;
        }
        return fault.waits() ? fault.lasting(Duration.ofMillis(value)) : fault.withStatus(value);
    }

    private static @Nullable Integer number(List<String> parts, int index, String text) {
        try {
            return index < parts.size() ? Integer.valueOf(parts.get(index)) : null;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The fault " + text + " is not kind:times:value with whole numbers.", e);
        }
    }

    private static final class Armed {
        private final Fault fault;
        private int left;

        private Armed(Fault fault, int left) {
            this.fault = fault;
            this.left = left;
        }
    }
}
