package io.sluice.saga;

import io.sluice.claim.Terms;

/** The limit by which a rule of policy makes an effect wait its turn. */
public record Throttle(String rule, Terms terms) {}
