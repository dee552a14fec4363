package io.sluice.query.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.sluice.query.Refusal;
import io.sluice.saga.Bounds;
import io.sluice.saga.Command;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaIds;
import io.sluice.topology.IdentityHeader;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Proposing, and what became of it. */
final class CommandRoutes {
    private static final int ACCEPTED = 202;

    private final Supplier<Services> services;

    CommandRoutes(Supplier<Services> services) {
        this.services = services;
    }

    void addTo(RoutesConfig routes) {
        routes.post("/v1/commands", this::propose);
        routes.get("/v1/commands/{tenant}/{command}", this::result);
    }

    private void propose(Context context) {
        Command command =
                services.get().frontDoor().propose(Requests.json(context, Bounds.INPUT_BYTES), token(context));
        ObjectNode accepted = JsonNodeFactory.instance.objectNode();
        accepted.put("command_id", command.commandId());
        accepted.put("tenant_id", command.tenantId());
        accepted.put("saga_id", SagaIds.of(command));
        context.header(
                "Location",
                command.dryRun()
                        ? "/v1/commands/" + Requests.encoded(command.tenantId()) + "/"
                                + Requests.encoded(command.commandId())
                        : "/v1/sagas/" + SagaIds.of(command));
        Answers.json(context, ACCEPTED, accepted);
    }

    /** One of two could be the word of somebody else than whoever put the other there. */
    private static @Nullable String token(Context context) {
        List<String> given = Collections.list(context.req().getHeaders(IdentityHeader.NAME));
        if (given.size() > 1) {
            throw Refusal.invalid(
                    Reason.IDENTITY_REFUSED,
                    "There are " + given.size() + " headers " + IdentityHeader.NAME + ": send one.");
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private void result(Context context) {
        Answers.json(
                context,
                services.get()
                        .queries()
                        .result(
                                Requests.tenantInPath(context),
                                context.pathParam("command"),
                                Requests.question(context)));
    }
}
