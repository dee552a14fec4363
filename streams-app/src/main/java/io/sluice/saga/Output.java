package io.sluice.saga;

import io.sluice.claim.ClaimMessage;
import io.sluice.effect.Intent;
import java.time.Instant;
import java.util.Map;

/** What the outside is told because something happened; written in the same commit as the event. */
public sealed interface Output {

    /** Permits one attempt. */
    record SendIntent(Intent intent) implements Output {}

    /** Tells the claim ledger what the saga asks for, or gives back. */
    record SendClaim(ClaimMessage message) implements Output {}

    /** The lifecycle record of one side effect, for the compacted topic. */
    record PublishSideEffect(SideEffect record) implements Output {}

    /** The answer to a proposer. */
    record PublishResult(CommandResult result) implements Output {}

    /**
     * A fact for other services.
     *
     * @param eventId the same for the same fact, so that a consumer's inbox can recognise it
     * @param type such as {@code NoticeSent} or {@code SagaCommitted}
     * @param attributes flat facts; keys in snake case
     */
    record PublishIntegrationEvent(
            String eventId,
            String type,
            String tenantId,
            String sagaId,
            Map<String, String> attributes,
            Instant occurredAt)
            implements Output {}
}
