package io.sluice.saga;

/**
 * Why an input is refused before anything else is looked at.
 *
 * @param reason one of {@link Reason}
 * @param detail one sentence: what is wrong and what to do
 */
public record Problem(String reason, String detail) {}
