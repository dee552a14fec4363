package io.sluice.saga;

import io.sluice.claim.ClaimKind;
import io.sluice.claim.GrantWish;
import io.sluice.claim.Terms;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a saga has asked the claim ledger for and has not given back.
 *
 * @param claimId names it for the ledger; never used again for another one
 * @param key what is claimed
 * @param subject what it is, in words
 * @param effect the effect that asked for it
 * @param until when the ledger ends it unless it is asked for again; null before an answer
 * @param askAt when it has to be asked for again
 * @param wish what the grant has to be for, where one that was given in advance is claimed; else null
 * @param repeated whether it was asked for again for want of an answer
 */
public record Claim(
        String claimId,
        String key,
        ClaimKind kind,
        String subject,
        Terms terms,
        EffectRef effect,
        State state,
        @Nullable Instant until,
        Instant askAt,
        @Nullable GrantWish wish,
        boolean repeated) {

    /** Where a claim stands, as far as the saga knows. */
    public enum State {
        /** The ledger has not answered yet. */
        ASKED,
        /** Others are before it. */
        QUEUED,
        /** It is the saga's. */
        HELD,
        /** It is the saga's, which has ended; the act that was done stays done until it is undone. */
        KEPT
    }

    /** Whether the effect needs it: what is held as long as the saga works on it is there for all of its effects. */
    public boolean isFor(EffectRef ref) {
        return kind == ClaimKind.TARGET || effect.equals(ref);
    }

    /** Whether it is the saga's and stays so until {@code time} at least. */
    public boolean isHeldUntil(Instant time) {
        return state == State.HELD && until != null && !until.isBefore(time);
    }

    /** Whether it keeps others from doing again what the saga may have done. */
    public boolean keepsAct(Saga saga) {
        Effect of = saga.effect(effect);
        return kind == ClaimKind.BUSINESS_KEY && of != null && of.mayHaveHappened();
    }

    /** It is given back: at once, or as soon as no call that needs it can be made any more. */
    public SagaEvent.ClaimReleased release(Saga saga) {
        Stream<Effect> users = kind == ClaimKind.TARGET ? saga.effects() : Stream.ofNullable(saga.effect(effect));
        Instant freeAt = users.flatMap(user -> user.progress().calledUntil().stream())
                .max(Instant::compareTo)
                .orElse(null);
        return new SagaEvent.ClaimReleased(claimId, key, freeAt);
    }

    Claim patientAnew() {
        return new Claim(claimId, key, kind, subject, terms, effect, state, null, askAt, wish, repeated);
    }

    Claim kept() {
        return new Claim(claimId, key, kind, subject, terms, effect, State.KEPT, until, askAt, wish, repeated);
    }

    Claim answered(State next, Instant end, Instant nextAsk) {
        return new Claim(claimId, key, kind, subject, terms, effect, next, end, nextAsk, wish, false);
    }

    /** It is asked for again in time: what is known of it stays. */
    public Claim askedAgain(Instant nextAsk) {
        return new Claim(claimId, key, kind, subject, terms, effect, state, until, nextAsk, wish, state == State.ASKED);
    }

    /** Its time may be over, so it is asked for again as if for the first time. */
    public Claim askedAgainFor(EffectRef ref, Instant nextAsk) {
        return new Claim(claimId, key, kind, subject, terms, ref, State.ASKED, until, nextAsk, wish, false);
    }
}
