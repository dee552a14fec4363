package io.sluice.saga;

/**
 * The command that added a step to an open saga.
 *
 * @param commandHash the command's payload without message id, time and approval id
 */
public record AddedStep(Command command, String commandHash) {}
