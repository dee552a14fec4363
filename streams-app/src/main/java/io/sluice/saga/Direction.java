package io.sluice.saga;

/** Which of a step's two effects is meant. */
public enum Direction {
    FORWARD,
    COMPENSATION
}
