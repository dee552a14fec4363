package io.sluice.saga.machine;

import io.sluice.catalog.RenderingException;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Lane;
import io.sluice.saga.Context;
import io.sluice.saga.Decision;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Reason;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.Waiting;

/** Only so many attempts are under way at a provider: what is due beyond that waits for a place. */
final class Flow {

    private Flow() {}

    static Lane lane(EffectRef ref, AttemptKind kind) {
        if (kind == AttemptKind.LOOKUP) {
            return Lane.LOOKUP;
        }
        return ref.direction() == Direction.COMPENSATION ? Lane.COMPENSATION : Lane.FORWARD;
    }

    /**
     * Whether the attempt that is due may start; otherwise it waits from now on.
     *
     * @throws RenderingException when the contract that names the provider is gone
     */
    static boolean hasPlace(Draft draft, EffectRef ref, AttemptKind kind) throws RenderingException {
        String provider = Rendering.contract(
                        draft.context().catalog(), draft.effect(ref).tool())
                .provider();
        Lane lane = lane(ref, kind);
        if (draft.hasPlace(ref, provider, lane)) {
            return true;
        }
        draft.add(new SagaEvent.PlaceAwaited(ref, new Waiting(kind, provider, lane, draft.now())));
        return false;
    }

    /** The attempt that waited goes on, asking for permission anew, unless its time is over by now. */
    static Decision placeFreed(Saga saga, EffectRef ref, Context context) {
        Effect effect = saga.effect(ref);
        Waiting waiting = effect == null ? null : effect.progress().waiting();
        if (waiting == null) {
            return new Decision.Rejected(Reason.STALE_PLACE, "no attempt of " + ref + " waits for a place any more");
        }
        Draft draft = new Draft(saga, context);
        Deadlines.pass(draft);
        Advance.run(draft);
        Waiting still = draft.effect(ref).progress().waiting();
        if (still != null) {
            draft.place(ref);
            Advance.goOn(draft, ref, still.kind());
        }
        Advance.run(draft);
        return draft.accepted();
    }
}
