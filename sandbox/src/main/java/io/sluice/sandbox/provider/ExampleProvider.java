package io.sluice.sandbox.provider;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider of the examples that has an API of its own; a catalog calls it by this name. */
public enum ExampleProvider implements Played {
    /** Offers, holds and bookings, for examples/business-trip. */
    TRAVEL(null),
    /** Entries of the books, for examples/business-trip. */
    LEDGER(null),
    /** Texts of notices and what they cite, for examples/enforcement-notice. */
    DRAFTS(null),
    /** Accounts of customers, for examples/customer-onboarding. */
    CRM(null),
    /** Payment intents and refunds, as Stripe documents them, for examples/providers. */
    STRIPE("API_KEY"),
    /** Records, one by one and several together, as Salesforce documents them, for examples/providers. */
    SALESFORCE("ACCESS_TOKEN"),
    /** Messages of a channel, as Slack documents them, for examples/providers. */
    SLACK("BOT_TOKEN"),
    /** Contacts, as HubSpot documents them, for examples/providers. */
    HUBSPOT("ACCESS_TOKEN"),
    /** Bulk mutations, as Shopify documents them, for examples/providers. */
    SHOPIFY("ACCESS_TOKEN");

    private final @Nullable String secret;

    ExampleProvider(@Nullable String secret) {
        this.secret = secret;
    }

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

    @Override
    public Map<String, String> secrets() {
        return secret == null ? Map.of() : Map.of(secret, "Bearer sandbox");
    }

    Api api(EffectLog effects, Pace pace) {
        Kept kept = new Kept(effects, new Provider(pathName(), Profile.KEYS_LOOKUP));
        // Those that real ones document tell repetitions themselves, or do not.
        Kept all = new Kept(effects, new Provider(pathName(), Profile.LOOKUP));
        return switch (this) {
            case TRAVEL -> new TravelApi(kept);
            case LEDGER -> new LedgerApi(kept);
            case DRAFTS -> new DraftsApi(kept);
            case CRM -> new CrmApi(kept);
            case STRIPE -> new StripeApi(all, pace);
            case SALESFORCE -> new SalesforceApi(all);
            case SLACK -> new SlackApi(all);
            case HUBSPOT -> new HubSpotApi(all);
            case SHOPIFY -> new ShopifyApi(all, pace);
        };
    }
}
