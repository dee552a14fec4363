package io.sluice.saga.machine;

import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage;
import io.sluice.claim.GrantWish;
import io.sluice.saga.Claim;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import java.util.Optional;

/** What the claim ledger is told because of an event. */
final class ClaimMessages {

    private ClaimMessages() {}

    static Optional<ClaimMessage> of(Saga saga, SagaEvent event) {
        return switch (event) {
            case SagaEvent.ClaimAsked asked -> Optional.of(ask(saga, asked.claim()));
            case SagaEvent.ClaimReleased released ->
                Optional.of(new ClaimMessage.ClaimRelease(
                        released.claimId(), released.key(), saga.tenantId(), saga.sagaId(), released.freeAt()));
            default -> Optional.empty();
        };
    }

    private static ClaimMessage ask(Saga saga, Claim claim) {
        GrantWish wish = claim.wish();
        if (wish != null) {
            return new ClaimMessage.GrantUse(claim.claimId(), claim.key(), saga.tenantId(), saga.sagaId(), wish);
        }
        if (claim.kind() == ClaimKind.VERSION) {
            return new ClaimMessage.VersionAsk(claim.claimId(), claim.key(), saga.tenantId(), saga.sagaId());
        }
        return new ClaimMessage.ClaimAsk(
                claim.claimId(),
                claim.key(),
                saga.tenantId(),
                saga.sagaId(),
                claim.kind(),
                claim.subject(),
                claim.terms(),
                saga.step(claim.effect().step())
                        .map(saga::commandOf)
                        .orElseGet(saga::command)
                        .commandId());
    }
}
