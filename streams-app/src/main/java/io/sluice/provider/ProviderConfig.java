package io.sluice.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a provider is and what only its requests may carry. Comes from configuration alone: no command, contract or
 * answer can choose a host or read a secret.
 *
 * @param name as tool contracts call the provider
 * @param baseUrl absolute http or https URL, without query and without slash at the end
 * @param secrets values of the header secrets that contracts of this provider name
 */
public record ProviderConfig(String name, URI baseUrl, Map<String, String> secrets) {

    /**
     * Checks what was configured.
     *
     * @throws IllegalArgumentException when it cannot be used; the message never holds a secret
     */
    public ProviderConfig {
        String url = baseUrl.toString();
        if (!Set.of("http", "https").contains(String.valueOf(baseUrl.getScheme())) || baseUrl.getHost() == null) {
            throw refused(name, "must be an absolute http or https URL");
        }
        if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw refused(name, "must have neither user, query nor fragment: put credentials into its secrets");
        }
        baseUrl = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        secrets = Map.copyOf(secrets);
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            if (!secret.getValue().chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
                throw new IllegalArgumentException("Secret " + secret.getKey() + " of provider " + name
                        + " holds a line break or other character that a header cannot carry: correct it.");
            }
        }
    }

    /**
     * Takes the base URL as text.
     *
     * @throws IllegalArgumentException when the configuration cannot be used; the message never holds a secret
     */
    public static ProviderConfig of(String name, String baseUrl, Map<String, String> secrets) {
        try {
            return new ProviderConfig(name, new URI(baseUrl), secrets);
        } catch (URISyntaxException e) {
            throw refused(name, "is not a URL");
        }
    }

    /** A text that may repeat a secret, or the part of one behind its scheme ({@code Bearer}), without it. */
    String withoutSecrets(String text) {
        String hidden = text;
        for (String secret : secrets.values()) {
            for (String part : List.of(secret, secret.substring(secret.lastIndexOf(' ') + 1))) {
                hidden = part.isBlank() ? hidden : hidden.replace(part, "(secret)");
            }
        }
        return hidden;
    }

    @Override
    public String toString() {
        return "ProviderConfig[name=" + name + ", baseUrl=" + baseUrl + ", secrets=" + secrets.keySet() + "]";
    }

    private static IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException(
                "The base URL of provider " + name + " " + why + "; write for example https://notices.example/v1.");
    }
}
