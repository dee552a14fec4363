package io.sluice.identity;

import java.util.Locale;

/** What a person may do; an issuer of tokens says which of these somebody may. */
public enum Right {

    /** Decide on approvals, and give them in advance. */
    REVIEW,

    /** Repair sagas, and put versions of targets right. */
    OPERATE,

    /** Apply catalogs. */
    CONFIGURE;

    /** As tokens say it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
