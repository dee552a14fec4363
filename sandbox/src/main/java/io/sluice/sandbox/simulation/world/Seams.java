package io.sluice.sandbox.simulation.world;

import io.sluice.catalog.Catalog;
import io.sluice.effect.EffectType;
import io.sluice.partition.Machine;
import io.sluice.partition.PartitionStore;
import io.sluice.partition.Sink;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.PolicyQuestion;
import io.sluice.policy.Verdict;
import java.util.function.UnaryOperator;

/** Where a test puts something else in the place of a part, so that the simulation can be seen to fail. */
public record Seams(
        Machine machine,
        UnaryOperator<PartitionStore> store,
        UnaryOperator<Sink> sink,
        UnaryOperator<Catalog> catalog,
        Policy policy,
        Fence fence,
        LedgerRules ledger,
        Trust trust) {

    /** Everything as it is. */
    public static final Seams NONE = new Seams(
            Machine.CORE,
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            UnaryOperator.identity(),
            Seams::decide,
            isOwner -> isOwner,
            LedgerRules.CORE,
            Trust.CORE);

    /** As built in, but no internal change needs an approval. */
    private static PolicyDecision decide(PolicyQuestion question) {
        return question.effectType() == EffectType.INTERNAL_MUTATION
                ? new PolicyDecision(
                        Verdict.ALLOW, "internal", BuiltInPolicy.VERSION, "the simulated world trusts itself")
                : new BuiltInPolicy().decide(question);
    }

    /** Decides whose transactions are taken. */
    @FunctionalInterface
    public interface Fence {
        boolean admits(boolean isOwner);
    }

    public Seams withMachine(Machine other) {
        return new Seams(other, store, sink, catalog, policy, fence, ledger, trust);
    }

    public Seams withStore(UnaryOperator<PartitionStore> other) {
        return new Seams(machine, other, sink, catalog, policy, fence, ledger, trust);
    }

    public Seams withSink(UnaryOperator<Sink> other) {
        return new Seams(machine, store, other, catalog, policy, fence, ledger, trust);
    }

    public Seams withCatalog(UnaryOperator<Catalog> other) {
        return new Seams(machine, store, sink, other, policy, fence, ledger, trust);
    }

    public Seams withFence(Fence other) {
        return new Seams(machine, store, sink, catalog, policy, other, ledger, trust);
    }

    public Seams withLedger(LedgerRules other) {
        return new Seams(machine, store, sink, catalog, policy, fence, other, trust);
    }

    public Seams withTrust(Trust other) {
        return new Seams(machine, store, sink, catalog, policy, fence, ledger, other);
    }
}
