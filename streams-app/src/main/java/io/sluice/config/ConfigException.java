package io.sluice.config;

import java.util.List;

/** The configuration cannot be used; one sentence a problem, each saying where the value came from and what to do. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
