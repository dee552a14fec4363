package io.sluice.policy;

/** What policy says of one effect. */
public enum Verdict {
    ALLOW,
    DENY,
    REQUIRE_APPROVAL,
    THROTTLE
}
