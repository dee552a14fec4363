package io.sluice.sandbox.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A provider of the examples that has an API of its own; a catalog calls it by this name. */
public enum ExampleProvider implements Played {
    /** Offers, holds and bookings, for examples/business-trip. */
    TRAVEL,
    /** Entries of the books, for examples/business-trip. */
    LEDGER,
    /** Texts of notices and what they cite, for examples/enforcement-notice. */
    DRAFTS;

    /** Who plays the provider of this name: one of these, and otherwise one that ignores keys but can be asked by them. */
    public static Played of(String provider) {
        Optional<Played> own = Arrays.<Played>stream(values())
                .filter(each -> each.pathName().equals(provider))
                .findFirst();
        return own.orElse(Profile.LOOKUP);
    }

    @Override
    public String pathName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Api api(EffectLog effects) {
        Kept kept = new Kept(effects, new Provider(pathName(), Profile.KEYS_LOOKUP));
        return switch (this) {
            case TRAVEL -> new TravelApi(kept);
            case LEDGER -> new LedgerApi(kept);
            case DRAFTS -> new DraftsApi(kept);
        };
    }
}
