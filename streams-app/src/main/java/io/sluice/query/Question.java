package io.sluice.query;

/**
 * What a client asked, as it can be passed on.
 *
 * @param passedOn whether another instance has passed it on; then it is answered from what is here
 * @param pathAndQuery as it was asked
 */
public record Question(String pathAndQuery, boolean passedOn) {}
