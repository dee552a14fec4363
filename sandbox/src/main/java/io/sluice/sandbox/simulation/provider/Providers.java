package io.sluice.sandbox.simulation.provider;

import io.sluice.effect.Intent;
import io.sluice.effect.RenderedRequest;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Outside;
import io.sluice.sandbox.simulation.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** All providers of a world. They hold the truth: what was done, under which key, how often and when. */
public final class Providers implements Outside {

    private static final long SLOWEST_NETWORK = 20;
    private static final long SLOWEST_WORK = 200;
    private static final long LONGEST_LAG = 8_000;
    private static final long LONGEST_JOB = 60_000;
    private static final int REQUESTS_PER_EFFECT = 64;

    private static final CallFault[] CALL_FAULTS = CallFault.values();
    private static final LookupFault[] LOOKUP_FAULTS = LookupFault.values();

    private final World world;
    private final Chance chance;
    private final ToIntFunction<String> numberOfSaga;
    private final double badness;
    private final Map<String, Deed> deeds = new HashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private final Set<String> promised = new HashSet<>();
    private final Set<String> refused = new HashSet<>();
    private final Targets targets;
    private @Nullable String refusedTool;

    /** One request: what is drawn for it is drawn under its saga's number and its own. */
    private record Request(Intent intent, Capability capability, int saga, int number) {}

    /**
     * @param numberOfSaga tells sagas apart by small numbers
     * @param badness which part of the requests does not go as it should
     */
    public Providers(World world, ToIntFunction<String> numberOfSaga, double badness) {
        this.world = world;
        this.chance = world.chance();
        this.numberOfSaga = numberOfSaga;
        this.badness = badness;
        targets = new Targets(world);
    }

    /** What some of the work is about. */
    public Targets targets() {
        return targets;
    }

    /** From now on the calls of this tool are refused for good. */
    public void refuse(String tool) {
        refusedTool = tool;
    }

    /** What was done under a key; null where nothing was. */
    public @Nullable Deed deed(String key) {
        return deeds.get(key);
    }

    /** Everything that was done. */
    public Map<String, Deed> deeds() {
        return deeds;
    }

    @Override
    public void call(Intent intent, Consumer<Reply> answer) {
        Request request = request(intent);
        CallFault fault = null;
        if (chance.strikes(Happening.Kind.CALL, request.saga, request.number, badness)) {
            int choice = chance.below(CALL_FAULTS.length, Draw.CALL_FAULT, request.saga, request.number);
            fault = CALL_FAULTS[choice];
        }
        CallFault struck = intent.tool().equals(refusedTool) ? CallFault.REFUSED : fault;
        if (struck != CallFault.LOST_REQUEST) {
            world.timeline().in(network(request), () -> arrives(request, struck, answer));
        }
    }

    private void arrives(Request request, @Nullable CallFault fault, Consumer<Reply> answer) {
        String key = request.intent.idempotencyKey();
        boolean isKnown = request.capability.honoursKey() && (promised.contains(key) || refused.contains(key));
        if (fault == null || (isKnown && fault == CallFault.REFUSED)) {
            work(request, delayOfWork(request), 0, answer);
            return;
        }
        switch (fault) {
            case LOST_REQUEST -> throw new IllegalStateException("it never arrives");
            case LOST_ANSWER -> work(request, delayOfWork(request), Long.MAX_VALUE, answer);
            case TOO_SLOW ->
                work(request, request.intent.timeoutMs() - 2 * SLOWEST_NETWORK, 4 * SLOWEST_NETWORK, answer);
            case SLOW -> work(request, delayOfWork(request), request.intent.timeoutMs() / 2, answer);
            case BROKEN_BEFORE -> reply(request, Reply.of(Reply.Kind.UNCLEAR), 0, answer);
            case BROKEN_AFTER ->
                work(request, delayOfWork(request), 0, reply -> answer.accept(Reply.of(Reply.Kind.UNCLEAR)));
            case BUSY -> reply(request, Reply.of(Reply.Kind.REFUSED_FOR_NOW), 0, answer);
            case BUSY_UNTIL -> {
                long until = chance.spread(10, 60_000, Draw.RETRY_AFTER, request.saga, request.number);
                reply(request, new Reply(Reply.Kind.REFUSED_FOR_NOW, null, null, until), 0, answer);
            }
            case REFUSED -> {
                refused.add(key);
                reply(request, Reply.of(Reply.Kind.REFUSED), 0, answer);
            }
        }
    }

    /** Does the work after a while, and answers; an answer that would take for ever is none. */
    private void work(Request request, long delay, long slowness, Consumer<Reply> answer) {
        String key = request.intent.idempotencyKey();
        if (request.capability.honoursKey() && refused.contains(key)) {
            reply(request, Reply.of(Reply.Kind.REFUSED), slowness, answer);
            return;
        }
        boolean first = promised.add(key) || !request.capability.honoursKey();
        world.timeline().in(delay, () -> {
            if (first && isStale(request.intent)) {
                promised.remove(key);
                reply(request, Reply.of(Reply.Kind.STALE), slowness, answer);
                return;
            }
            if (first) {
                does(request);
            }
            Deed deed = deeds.get(key);
            Reply.Kind kind = request.capability == Capability.ASYNCHRONOUS ? Reply.Kind.ACCEPTED : Reply.Kind.DONE;
            reply(
                    request,
                    deed == null
                            ? Reply.of(Reply.Kind.REFUSED_FOR_NOW)
                            : new Reply(kind, deed.reference(), deed.version(), 0),
                    slowness,
                    answer);
        });
    }

    private void does(Request request) {
        long now = world.timeline().now();
        long lag = request.capability == Capability.SHOWN_LATE
                ? chance.spread(0, LONGEST_LAG, Draw.LAG, request.saga, request.number)
                : 0;
        long job = request.capability == Capability.ASYNCHRONOUS
                ? chance.spread(0, LONGEST_JOB, Draw.LAG, request.saga, request.number)
                : 0;
        String version = Edit.isOne(request.intent) ? edited(Edit.of(request.intent)) : null;
        deeds.computeIfAbsent(request.intent.idempotencyKey(), Deed::new)
                .done(new Deed.Done(request.intent, now, now + lag, now + job, version));
        world.witness().worked(request.intent);
    }

    private String edited(Edit edit) {
        targets.changed(edit.tenant(), edit.target());
        return targets.current(edit.tenant(), edit.target());
    }

    /** Whether the provider compares versions, and the target has another one than the request was made for. */
    private boolean isStale(Intent intent) {
        if (!intent.tool().startsWith(Edit.CONDITIONAL)) {
            return false;
        }
        Edit edit = Edit.of(intent);
        return !targets.current(edit.tenant(), edit.target()).equals(edit.version());
    }

    @Override
    public void lookup(Intent intent, RenderedRequest rendered, @Nullable String reference, Consumer<Reply> answer) {
        Request request = request(intent);
        LookupFault fault = null;
        if (chance.strikes(Happening.Kind.LOOKUP, request.saga, request.number, badness / 2)) {
            fault = LOOKUP_FAULTS[chance.below(LOOKUP_FAULTS.length, Draw.LOOKUP_FAULT, request.saga, request.number)];
        }
        LookupFault struck = fault;
        if (struck != LookupFault.LOST) {
            world.timeline().in(network(request), () -> looked(request, struck, answer));
        }
    }

    private void looked(Request request, @Nullable LookupFault fault, Consumer<Reply> answer) {
        if (fault == LookupFault.BROKEN || fault == LookupFault.MISMATCH) {
            Reply.Kind kind = fault == LookupFault.BROKEN ? Reply.Kind.UNCLEAR : Reply.Kind.MISMATCH;
            reply(request, Reply.of(kind), 0, answer);
        } else {
            reply(request, sight(request), fault == LookupFault.SLOW ? request.intent.timeoutMs() / 2 : 0, answer);
        }
    }

    /** What there is to be seen now. */
    private Reply sight(Request request) {
        Deed deed = deeds.get(request.intent.idempotencyKey());
        long now = world.timeline().now();
        if (deed == null || deed.times().stream().noneMatch(done -> done.visibleAt() <= now)) {
            return Reply.of(Reply.Kind.ABSENT);
        }
        boolean finished = deed.times().stream().anyMatch(done -> done.finishedAt() <= now);
        return new Reply(finished ? Reply.Kind.FOUND : Reply.Kind.PENDING, deed.reference(), deed.version(), 0);
    }

    private void reply(Request request, Reply reply, long slowness, Consumer<Reply> answer) {
        world.witness().answered(request.intent, reply);
        if (slowness < Long.MAX_VALUE) {
            world.timeline().in(slowness + network(request), () -> answer.accept(reply));
        }
    }

    private Request request(Intent intent) {
        int ofEffect = requests.merge(intent.sideEffectId(), 1, Integer::sum);
        String effect = intent.sideEffectId().substring(intent.sagaId().length());
        int number = (effect.hashCode() & 0xFFFF) * REQUESTS_PER_EFFECT + ofEffect;
        Capability capability = Capability.of(intent.request().provider());
        return new Request(intent, capability, numberOfSaga.applyAsInt(intent.sagaId()), number);
    }

    private long network(Request request) {
        return chance.spread(0, SLOWEST_NETWORK, Draw.NETWORK_DELAY, request.saga, request.number);
    }

    private long delayOfWork(Request request) {
        return chance.spread(0, SLOWEST_WORK, Draw.WORK_DELAY, request.saga, request.number);
    }
}
