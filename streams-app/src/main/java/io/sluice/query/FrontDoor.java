package io.sluice.query;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.LedgerEvent;
import io.sluice.saga.Command;
import io.sluice.saga.Operation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where input comes in that is not from Kafka. Whatever is taken here is on its topic, on every replica that must have it. */
public interface FrontDoor {

    /**
     * Puts a command on its topic.
     *
     * @param json the command
     * @param token the signed token of the agent; null where it sends none
     * @return the command as it was understood
     * @throws Refusal when it can be no command, or cannot be written now
     */
    Command propose(byte[] json, @Nullable String token);

    /**
     * Puts a reviewer's decision on its topic.
     *
     * @param json the decision
     * @return the decision as it was understood
     * @throws Refusal when it can be no decision, or cannot be written now
     */
    ReviewerDecision decide(byte[] json);

    /**
     * Puts a reviewer's decision about an approval in advance on its topic, and waits until the claim ledger knows it.
     *
     * @param json the decision
     * @return what the ledger made of it; empty when it takes too long
     * @throws Refusal when it can be no decision, or cannot be written now
     */
    Optional<LedgerEvent> decideInAdvance(byte[] json);

    /**
     * Puts an operator's intervention on its topic.
     *
     * @param json the operation
     * @return the operation as it was understood
     * @throws Refusal when it can be no operation, or cannot be written now
     */
    Operation operate(byte[] json);

    /**
     * Puts what an operator says or asks of the version of a target on its topic, and waits for the claim ledger.
     *
     * @param json the operation
     * @return what the ledger made of it; empty when it takes too long
     * @throws Refusal when it can be no such operation, or cannot be written now
     */
    Optional<LedgerEvent> operateOnVersion(byte[] json);

    /**
     * Puts catalog documents in force, all or none, and returns when every partition has journaled them.
     *
     * @param documents canonical JSON
     * @return the version that was applied
     * @throws CatalogException when they cannot be used
     * @throws Refusal when they cannot be written now, or a partition takes too long
     */
    String applyCatalog(List<String> documents, String appliedBy) throws CatalogException;

    /** Does the same as {@link #applyCatalog} and does not wait, because the partitions are not at work yet. */
    String announceCatalog(List<String> documents, String appliedBy) throws CatalogException;

    /**
     * The catalog with every version of every document.
     *
     * @throws Refusal when it cannot be read now
     */
    CatalogSnapshot catalog();

    /**
     * Each catalog that was put in force, the earliest first.
     *
     * @throws Refusal when they cannot be read now
     */
    List<CatalogRecord> catalogHistory();
}
