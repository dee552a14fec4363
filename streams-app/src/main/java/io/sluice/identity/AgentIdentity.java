package io.sluice.identity;

import java.util.List;

/**
 * The proof that a command is from the agent that it names.
 *
 * @param vouchedBy id of the key that signed the agent's token; {@link #TOPIC} where the topic's ACL vouches for it
 * @param roles what the token says that the agent is, beside the roles that the catalog gives it
 */
public record AgentIdentity(String vouchedBy, List<String> roles) {

    /** Vouches where only those can write who may speak for the agent. */
    public static final String TOPIC = "topic";

    public AgentIdentity {
        roles = List.copyOf(roles);
    }
}
