package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a template can see, one JSON document: {@code /command} (snake-case fields of the command), {@code /arguments},
 * {@code /steps/NAME/external_ref|result|arguments} of committed steps, {@code /forward} for a compensation,
 * {@code /idempotency_key}, {@code /saga_id} and {@code /external_ref} once known.
 */
public record Scope(JsonNode document) {}
