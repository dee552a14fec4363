package io.sluice.claim;

/** What a claim is about. */
public enum ClaimKind {
    /** A target that is held while a saga works on it. */
    TARGET,
    /** A place among the effects that a limit lets through. */
    LIMIT,
    /** One business act, whoever proposes it. */
    BUSINESS_KEY,
    /** An approval that was given in advance, for one use. */
    GRANT,
    /** Which version a target has. Nothing is taken: it is asked, and told. */
    VERSION
}
