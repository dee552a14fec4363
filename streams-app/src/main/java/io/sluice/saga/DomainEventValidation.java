package io.sluice.saga;

import io.sluice.claim.DomainEvent;
import java.util.Optional;

/** What every domain event must keep to. */
public final class DomainEventValidation {

    private DomainEventValidation() {}

    /** The first thing that is wrong with {@code event}, if anything is. */
    public static Optional<Problem> validate(DomainEvent event) {
        if (!Tenants.isValid(event.tenantId())) {
            return Optional.of(FieldChecks.invalidTenant(event.tenantId()));
        }
        return new FieldChecks()
                .id("target_type", event.targetType())
                .requiredId("target_id", event.targetId())
                .requiredId("version", event.version())
                .time("changed_at", event.changedAt())
                .firstProblem(Reason.INVALID_DOMAIN_EVENT);
    }
}
