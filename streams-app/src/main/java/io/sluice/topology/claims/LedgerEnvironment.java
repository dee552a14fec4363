package io.sluice.topology.claims;

import io.sluice.claim.LedgerLimits;
import io.sluice.topology.Topics;
import io.sluice.topology.machine.MachineEnvironment;
import io.sluice.topology.serde.Codecs;
import java.time.InstantSource;

/** What all tasks of the claim ledger share. */
public record LedgerEnvironment(Topics topics, Codecs codecs, LedgerLimits limits, InstantSource clock) {

    /** A ledger beside this machine. */
    public static LedgerEnvironment of(MachineEnvironment machine) {
        return new LedgerEnvironment(
                machine.topics(),
                machine.codecs(),
                new LedgerLimits(
                        machine.limits().claimLease(),
                        machine.limits().dedupWindow(),
                        machine.limits().maxWaiting()),
                machine.clock());
    }
}
