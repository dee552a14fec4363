package io.sluice.identity;

/** What came of looking at a token. */
public sealed interface Verification {

    /** The command is from whom it says. */
    record Proven(AgentIdentity identity) implements Verification {}

    /** Nobody is named but by the command itself. */
    record NotAsked() implements Verification {}

    /**
     * The token does not prove what the command says.
     *
     * @param why one sentence, with nothing of the token in it
     */
    record Refused(String why) implements Verification {}
}
