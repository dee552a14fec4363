package io.sluice.effect;

/** What an attempt competes for places with, most urgent first: what settles doubts goes before what creates new ones. */
public enum Lane {
    LOOKUP,
    COMPENSATION,
    FORWARD
}
