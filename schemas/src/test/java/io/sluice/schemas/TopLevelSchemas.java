package io.sluice.schemas;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/** Every schema that is the value of a topic or store, or a record of its own in the design. */
final class TopLevelSchemas {

    private TopLevelSchemas() {}

    static List<Schema> all() {
        return Stream.of(
                        ApprovalGrant.getClassSchema(),
                        CatalogRecord.getClassSchema(),
                        ClaimAnswer.getClassSchema(),
                        ClaimMessage.getClassSchema(),
                        ClaimResource.getClassSchema(),
                        PreIssuedGrant.getClassSchema(),
                        Command.getClassSchema(),
                        CommandResult.getClassSchema(),
                        Compensation.getClassSchema(),
                        DeadLetter.getClassSchema(),
                        DomainEvent.getClassSchema(),
                        IntegrationEvent.getClassSchema(),
                        Intent.getClassSchema(),
                        JournalEntry.getClassSchema(),
                        Lease.getClassSchema(),
                        LedgerEntry.getClassSchema(),
                        OpenAttempt.getClassSchema(),
                        Operation.getClassSchema(),
                        OutcomeMessage.getClassSchema(),
                        QueuedAttempt.getClassSchema(),
                        Reconciliation.getClassSchema(),
                        ReviewerDecision.getClassSchema(),
                        Saga.getClassSchema(),
                        SideEffect.getClassSchema(),
                        TargetVersion.getClassSchema())
                .sorted(Comparator.comparing(Schema::getName))
                .toList();
    }
}
