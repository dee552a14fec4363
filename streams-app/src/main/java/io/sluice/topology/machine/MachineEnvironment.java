package io.sluice.topology.machine;

import io.sluice.approval.DecisionKeys;
import io.sluice.catalog.DocumentCache;
import io.sluice.identity.Identities;
import io.sluice.saga.Limits;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.sink.Dispatcher;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What all tasks of a process share.
 *
 * @param partitions how many partitions every keyed topic has
 * @param documents of catalogs, read once for all tasks
 * @param decisionKeys who may speak for reviewers
 * @param identities who proposes
 * @param grantsRequired whether nobody may propose anything as long as the catalog grants no agent anything
 * @param jitter uniform in [0, 1)
 * @param incarnations draws a name for each life of a task, never the same twice anywhere
 */
public record MachineEnvironment(
        Topics topics,
        int partitions,
        Codecs codecs,
        DocumentCache documents,
        Limits limits,
        DecisionKeys decisionKeys,
        Identities identities,
        boolean grantsRequired,
        InstantSource clock,
        DoubleSupplier jitter,
        Supplier<String> incarnations,
        Dispatcher dispatcher) {}
