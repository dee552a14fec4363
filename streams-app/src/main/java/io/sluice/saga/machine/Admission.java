package io.sluice.saga.machine;

import io.sluice.catalog.AgentGrant;
import io.sluice.catalog.ArgumentSchema;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.ToolContract;
import io.sluice.identity.AgentIdentity;
import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Decision;
import io.sluice.saga.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether a command may be proposed at all, told before anything is planned. */
final class Admission {

    private Admission() {}

    /** Why {@code command} may not use the tool that it names. */
    static Optional<Decision.Rejected> refusal(Command command, ToolContract tool, Catalog catalog) {
        String what = "tool '" + tool.name() + "'";
        return catalog.mayUse(proposer(command, catalog), tool)
                ? arguments(command, what, tool.arguments())
                : notGranted(command, what);
    }

    /** Why {@code command} may not begin the saga that it names. */
    static Optional<Decision.Rejected> refusal(Command command, SagaDefinition definition, Catalog catalog) {
        String what = "saga definition '" + definition.name() + "'";
        return catalog.mayBegin(proposer(command, catalog), definition.name())
                ? arguments(command, what, definition.arguments())
                : notGranted(command, what);
    }

    /** Why whoever proposes {@code command} may not propose anything. */
    static Optional<Decision.Rejected> refusal(Command command, Catalog catalog) {
        if (!catalog.grantsAgents() && !catalog.isEmpty()) {
            return catalog.requiresGrants() ? nobodyGranted(command) : Optional.empty();
        }
        // Before the first catalog too: what must be granted to somebody cannot be granted to nobody later.
        boolean asksWho = catalog.grantsAgents() || catalog.requiresGrants();
        return asksWho && command.identity() == null ? unidentified(command) : Optional.empty();
    }

    private static Optional<Decision.Rejected> nobodyGranted(Command command) {
        return Optional.of(new Decision.Rejected(
                Reason.NOT_GRANTED,
                "the catalog grants no agent anything, so nobody may propose; apply a document of kind agent_grant that"
                        + " says what agent '" + command.agentId()
                        + "' may propose, or on a laptop set identity.grants=optional"));
    }

    /** Where agents are granted what they may propose, a name is not enough. */
    private static Optional<Decision.Rejected> unidentified(Command command) {
        return Optional.of(new Decision.Rejected(
                Reason.IDENTITY_MISSING,
                "agents propose what a catalog grants them, so the name '" + command.agentId()
                        + "' alone is not enough; send its signed token along, or have an operator trust the"
                        + " agent where it writes to the topic itself"));
    }

    /** What an agent is: by the catalog, and by its token. */
    static Set<String> roles(Command command, Catalog catalog) {
        Set<String> roles = new TreeSet<>(catalog.roles(command.agentId(), command.tenantId()));
        AgentIdentity identity = command.identity();
        if (identity != null) {
            roles.addAll(identity.roles());
        }
        return roles;
    }

    private static AgentGrant.Proposer proposer(Command command, Catalog catalog) {
        return new AgentGrant.Proposer(command.agentId(), roles(command, catalog), command.tenantId(), command.runId());
    }

    private static Optional<Decision.Rejected> notGranted(Command command, String what) {
        return Optional.of(new Decision.Rejected(
                Reason.NOT_GRANTED,
                "no grant lets agent '" + command.agentId() + "' propose " + what + " in run '" + command.runId()
                        + "'; let an agent propose it that may, or extend an agent_grant of the catalog"));
    }

    private static Optional<Decision.Rejected> arguments(Command command, String who, @Nullable ArgumentSchema schema) {
        return schema == null
                ? Optional.empty()
                : schema.problem(CommandJson.parse(command.arguments()))
                        .map(problem -> new Decision.Rejected(
                                Reason.INVALID_ARGUMENTS,
                                who + " does not take these arguments: " + problem
                                        + "; propose it again with arguments that fit its contract"));
    }
}
