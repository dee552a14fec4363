package io.sluice.identity;

/** Who a command says that it is from, which has to be what its token says. */
public record NamedAgent(String agentId, String tenantId, String runId) {}
