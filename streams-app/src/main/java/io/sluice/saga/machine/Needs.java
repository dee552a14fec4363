package io.sluice.saga.machine;

import io.sluice.catalog.Limit;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.ToolContract;
import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.Terms;
import io.sluice.saga.Command;
import io.sluice.saga.Direction;
import io.sluice.saga.EffectRef;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import io.sluice.saga.Throttle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an effect competes for with other sagas, in the order in which it is claimed. The order is the same for all: what is
 * refused at once where another saga has it comes first, and what is held to the end of a saga comes first, so that nobody waits for it who keeps a place under a limit from the others.
 */
record Needs(ClaimKind kind, String key, String subject, Terms terms) {

    private static final int SHOWN = 300;

    /** Where the limit of a rule is declared, beside {@link Limit.Scope}. */
    private static final String RULE = "RULE";

    /**
     * Nothing for most effects, and for all that a rollback does: what was let in may be undone at once.
     *
     * @throws RenderingException when the contract is gone, or holds a target that the command does not name
     */
    static List<Needs> of(Draft draft, EffectRef ref) throws RenderingException {
        if (ref.direction() == Direction.COMPENSATION || draft.saga().status() == SagaStatus.COMPENSATING) {
            return List.of();
        }
        ToolContract planned =
                Rendering.contract(draft.context().catalog(), draft.effect(ref).tool());
        Command command = draft.saga().commandOf(draft.step(ref.step()));
        List<Needs> needs = new ArrayList<>();
        act(draft, ref).ifPresent(needs::add);
        if (planned.holdsTarget()) {
            needs.add(target(command, planned));
        }
        for (Limit limit : draft.context().catalog().limits(command.tenantId(), planned)) {
            needs.add(new Needs(
                    ClaimKind.LIMIT,
                    ClaimKeys.limit(command.tenantId(), limit.scope().name(), limit.name()),
                    limit.inWords(),
                    limit.terms()));
        }
        Throttle throttle = draft.effect(ref).throttle();
        if (throttle != null) {
            needs.add(new Needs(
                    ClaimKind.LIMIT,
                    ClaimKeys.limit(command.tenantId(), RULE, throttle.rule()),
                    "rule " + throttle.rule(),
                    throttle.terms()));
        }
        return needs;
    }

    /**
     * The business act that a forward effect is; empty where its contract names none.
     *
     * @throws RenderingException when the contract is gone
     */
    static Optional<Needs> act(Draft draft, EffectRef ref) throws RenderingException {
        Step step = draft.step(ref.step());
        String act = Rendering.businessKey(draft.saga(), step, draft.context().catalog());
        String tool = draft.effect(ref).tool().name();
        return Optional.ofNullable(act)
                .map(key -> new Needs(
                        ClaimKind.BUSINESS_KEY,
                        ClaimKeys.businessKey(draft.saga().tenantId(), tool, key),
                        tool + " " + (key.length() > SHOWN ? key.substring(0, SHOWN) + "…" : key),
                        Terms.ALONE));
    }

    private static Needs target(Command command, ToolContract contract) throws RenderingException {
        String id = command.targetId();
        if (id == null) {
            throw new RenderingException("tool '" + contract.name()
                    + "' holds its target while the saga works on it, and the command names no target_id");
        }
        String type = command.targetType();
        return new Needs(
                ClaimKind.TARGET,
                ClaimKeys.target(command.tenantId(), type, id),
                type == null ? "target " + id : type + " " + id,
                Terms.ALONE);
    }
}
