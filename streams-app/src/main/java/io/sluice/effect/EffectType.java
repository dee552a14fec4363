package io.sluice.effect;

/** What kind of mark an act leaves on the world, in rising risk. */
public enum EffectType {
    NONE,
    READ,
    DRAFT,
    INTERNAL_MUTATION,
    EXTERNAL_NOTIFICATION,
    EXTERNAL_TRANSACTION,
    IRREVERSIBLE,
    META_EFFECT;

    /** Whether the act changes nothing: it is simply retried, is never ambiguous and is skipped in a rollback. */
    public boolean isPure() {
        return this == NONE || this == READ;
    }
}
