package io.sluice.catalog;

/**
 * How a tool goes by the version of what it acts on.
 *
 * @param required whether a command has to name the version that it was made for
 * @param unknownAllowed whether the effect may happen though nobody has said which version the target has
 * @param onStale what to do where the target has another version by now
 * @param stated whether the contract says anything of it
 * @param conditionalWrite whether the provider refuses a write to another version than the one that it is sent
 */
public record VersionRules(
        boolean stated, boolean required, boolean unknownAllowed, OnStale onStale, boolean conditionalWrite) {

    /** A version is checked where a command names one. */
    public static final VersionRules USUAL = new VersionRules(false, false, false, OnStale.REJECT, false);

    /** By which a provider says that a write was meant for another version: Precondition Failed, RFC 9110. */
    public static final int REFUSED_AS_STALE = 412;

    /** What to do about a command whose target has another version by now. */
    public enum OnStale {
        /** The effect fails. */
        REJECT,
        /** It is decided anew for the version that the target has. */
        RELOAD,
        /** Like reload, and a person has to agree. */
        ASK
    }

    /** What to do about a version that nobody has told of. */
    enum OnUnknown {
        REJECT,
        ALLOW
    }

    static VersionRules parse(Fields tool) {
        Fields fields = tool.object("expected_version");
        boolean conditionalWrite = tool.flag("conditional_write");
        if (fields == null) {
            return new VersionRules(false, false, false, OnStale.REJECT, conditionalWrite);
        }
        boolean required = fields.flag("required");
        OnUnknown onUnknown = fields.choice("on_unknown", OnUnknown.class);
        OnStale onStale = fields.choice("on_stale", OnStale.class);
        fields.end();
        return new VersionRules(
                true,
                required,
                onUnknown == OnUnknown.ALLOW,
                onStale == null ? OnStale.REJECT : onStale,
                conditionalWrite);
    }
}
