package io.sluice.sandbox.simulation.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Renderer;
import io.sluice.catalog.VersionRules;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.RenderedRequest;
import io.sluice.topology.sink.Gate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt on a thread of its own: the last check, the request, the read-back, the report. Reads answers as the provider
 * client does; what the process does not live to see is not reported.
 */
final class Dispatch {

    private static final double SLOW_CONNECTION = 0.03;
    private static final double SLOW_CONNECTION_WHERE_HAUNTED = 0.2;

    private final World world;
    private final SimulatedSink sink;
    private final AppProcess process;
    private final Gate.Permit permit;
    private final Intent intent;
    private final Instant startedAt;
    private final int number;
    private int status;
    private @Nullable String version;

    Dispatch(World world, SimulatedSink sink, AppProcess process, Gate.Permit permit) {
        this.world = world;
        this.sink = sink;
        this.process = process;
        this.permit = permit;
        this.intent = permit.intent();
        this.startedAt = now();
        this.number = world.nextDispatch();
    }

    void start() {
        Chance chance = world.chance();
        double slow = world.settings().isHaunted() ? SLOW_CONNECTION_WHERE_HAUNTED : SLOW_CONNECTION;
        long delay = chance.strikes(Happening.Kind.CONNECTION, process.number(), number, slow)
                ? chance.spread(100, 20_000, Draw.CONNECT_DELAY, process.number(), number)
                : chance.spread(0, 5, Draw.CONNECT_DELAY, process.number(), number);
        world.timeline().in(delay, process, this::check);
    }

    private void check() {
        if (!permit.fire()) {
            end(OutcomeResult.NOT_FIRED, null, false, 0, "the last check failed");
            return;
        }
        world.witness().fired(intent, process);
        world.boundary(Boundary.AFTER_CHECK, process);
        long delay = world.chance().below(3, Draw.WRITE_DELAY, process.number(), number);
        long checkedAt = world.timeline().now();
        world.timeline().in(delay, process, () -> send(checkedAt));
    }

    private void send(long checkedAt) {
        world.witness().sent(intent, process, world.timeline().now() - checkedAt);
        if (intent.kind() == AttemptKind.CALL) {
            await(answer -> world.outside().call(intent, answer), this::called);
        } else {
            look(intent.request(), intent.externalRef(), this::lookedUp);
        }
        world.boundary(Boundary.AFTER_SEND, process);
    }

    private void look(RenderedRequest request, @Nullable String reference, Consumer<Outside.@Nullable Reply> then) {
        if (Renderer.needsExternalRef(request) && reference == null) {
            then.accept(null);
        } else {
            await(answer -> world.outside().lookup(intent, request, reference, answer), then);
        }
    }

    /** Waits for an answer, for as long as a request may take; then goes on without one. */
    private void await(Consumer<Consumer<Outside.Reply>> ask, Consumer<Outside.@Nullable Reply> then) {
        boolean[] settled = {false};
        world.timeline().in(intent.timeoutMs(), process, () -> {
            if (!settled[0]) {
                settled[0] = true;
                then.accept(null);
            }
        });
        ask.accept(reply -> world.timeline().in(0, process, () -> {
            if (!settled[0]) {
                settled[0] = true;
                then.accept(reply);
            }
        }));
    }

    private void called(Outside.@Nullable Reply reply) {
        if (reply == null) {
            end(OutcomeResult.UNKNOWN, null, false, 0, "no answer came in time");
            return;
        }
        version = reply.version();
        switch (reply.kind()) {
            case DONE -> confirm(reply);
            case ACCEPTED -> end(OutcomeResult.ACCEPTED, reply.reference(), false, 0, null);
            case STALE -> {
                status = VersionRules.REFUSED_AS_STALE;
                end(OutcomeResult.TERMINAL, null, false, 0, "refused as stale");
            }
            case REFUSED -> end(OutcomeResult.TERMINAL, null, false, 0, "refused for good");
            case REFUSED_FOR_NOW -> end(OutcomeResult.TRANSIENT, null, false, reply.retryAfterMs(), "refused for now");
            case UNCLEAR, FOUND, PENDING, ABSENT, MISMATCH ->
                end(OutcomeResult.UNKNOWN, null, false, 0, "an answer that says nothing");
        }
    }

    private void confirm(Outside.Reply done) {
        RenderedRequest readBack = intent.readBack();
        if (readBack == null) {
            end(OutcomeResult.SUCCEEDED, done.reference(), false, 0, null);
            return;
        }
        look(readBack, done.reference(), seen -> {
            Outside.Reply.Kind kind = seen == null ? Outside.Reply.Kind.UNCLEAR : seen.kind();
            switch (kind) {
                case FOUND -> end(OutcomeResult.SUCCEEDED, done.reference(), true, 0, null);
                case PENDING -> end(OutcomeResult.ACCEPTED, done.reference(), false, 0, null);
                default -> end(OutcomeResult.UNKNOWN, done.reference(), false, 0, "the read-back says " + kind);
            }
        });
    }

    private void lookedUp(Outside.@Nullable Reply reply) {
        Outside.Reply.Kind kind = reply == null ? Outside.Reply.Kind.UNCLEAR : reply.kind();
        String reference = reply == null || reply.reference() == null ? intent.externalRef() : reply.reference();
        version = reply == null ? null : reply.version();
        switch (kind) {
            case FOUND -> end(OutcomeResult.FOUND, reference, false, 0, null);
            case PENDING -> end(OutcomeResult.ACCEPTED, reference, false, 0, null);
            case ABSENT -> end(OutcomeResult.NOT_FOUND, reference, false, 0, null);
            default -> end(OutcomeResult.UNKNOWN, reference, false, 0, "the lookup says " + kind);
        }
    }

    private void end(
            OutcomeResult result,
            @Nullable String reference,
            boolean readBack,
            long retryAfterMs,
            @Nullable String error) {
        if (result != OutcomeResult.NOT_FIRED) {
            world.boundary(Boundary.AFTER_ANSWER, process);
        }
        sink.done(permit);
        if (!process.isAlive() || permit.wasShut()) {
            return;
        }
        boolean isDone = result == OutcomeResult.SUCCEEDED || result == OutcomeResult.FOUND;
        sink.report(new Outcome(
                intent.intentId(),
                intent.tenantId(),
                intent.sagaId(),
                intent.incarnation(),
                result,
                status,
                reference,
                isDone && reference != null ? body(reference) : null,
                null,
                readBack,
                error,
                retryAfterMs,
                startedAt,
                now()));
        world.boundary(Boundary.AFTER_REPORT, process);
    }

    private String body(String reference) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", reference);
        return (version == null ? body : body.put("version", version)).toString();
    }

    private Instant now() {
        return process.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
