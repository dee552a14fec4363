package io.sluice.query;

import io.sluice.approval.ReviewerDecision;
import io.sluice.catalog.CatalogDocument;
import io.sluice.catalog.CatalogException;
import io.sluice.saga.Command;
import io.sluice.saga.Operation;
import java.util.List;

/** Where input comes in that is not from Kafka. Whatever is taken here is on its topic, on every replica that must have it. */
public interface FrontDoor {

    /**
     * Puts a command on its topic.
     *
     * @param json the command
     * @return the command as it was understood
     * @throws Refusal when it can be no command, or cannot be written now
     */
    Command propose(byte[] json);

    /**
     * Puts a reviewer's decision on its topic.
     *
     * @param json the decision
     * @return the decision as it was understood
     * @throws Refusal when it can be no decision, or cannot be written now
     */
    ReviewerDecision decide(byte[] json);

    /**
     * Puts an operator's intervention on its topic.
     *
     * @param json the operation
     * @return the operation as it was understood
     * @throws Refusal when it can be no operation, or cannot be written now
     */
    Operation operate(byte[] json);

    /**
     * Puts catalog documents in force.
     *
     * @param documents canonical JSON
     * @return the version that was applied
     * @throws CatalogException when they cannot be used
     * @throws Refusal when they cannot be written now
     */
    String applyCatalog(List<String> documents, String appliedBy) throws CatalogException;

    /**
     * The catalog documents in force.
     *
     * @throws Refusal when they cannot be read now
     */
    List<CatalogDocument> catalog();
}
