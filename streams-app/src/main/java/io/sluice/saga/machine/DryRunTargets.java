package io.sluice.saga.machine;

import io.sluice.claim.ClaimKeys;
import io.sluice.claim.ClaimMessage;
import io.sluice.saga.Command;
import io.sluice.saga.SagaIds;
import java.nio.ByteBuffer;

/**
 * A dry run keeps nothing, so it cannot wait for the claim ledger in a saga's state: the command itself goes to the ledger, and
 * comes back with the version of its target.
 */
public final class DryRunTargets {

    private DryRunTargets() {}

    /** Whether {@code command} is a dry run whose answer depends on the version of its target. */
    public static boolean isToAsk(Command command) {
        return command.dryRun() && command.targetId() != null && command.expectedVersion() != null;
    }

    /**
     * What the ledger is asked.
     *
     * @param value the command as it is to come back
     * @throws IllegalStateException for a command that names no target
     */
    public static ClaimMessage ask(Command command, ByteBuffer value) {
        String id = command.targetId();
        if (id == null) {
            throw new IllegalStateException("nothing to ask about");
        }
        return new ClaimMessage.VersionAsk(
                "dry-run@" + command.commandId(),
                ClaimKeys.version(command.tenantId(), command.targetType(), id),
                command.tenantId(),
                SagaIds.of(command),
                value);
    }
}
