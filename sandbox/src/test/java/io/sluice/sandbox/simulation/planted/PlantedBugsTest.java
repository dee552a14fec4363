package io.sluice.sandbox.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.partition.Machine;
import io.sluice.sandbox.simulation.Catalogs;
import io.sluice.sandbox.simulation.Scenario;
import io.sluice.sandbox.simulation.Simulation;
import io.sluice.sandbox.simulation.Verdict;
import io.sluice.sandbox.simulation.world.Seams;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation can fail: each of these bugs is found, and by the invariant that it breaks. */
class PlantedBugsTest {

    private static final long MOST_SEEDS = 3_000;
    private static final Simulation SIMULATION = new Simulation(Catalogs.read());

    /** The bug, the number of the invariant that names it, how it is planted. */
    static Stream<Arguments> bugs() {
        return Stream.of(
                bug("a call before the commit", 1, ShellBugs::callBeforeCommit),
                bug("an intent offered twice", 1, ShellBugs::intentOfferedTwice),
                machine("a key derived from the payload", 2, MachineBugs::keyFromThePayload),
                machine("a key for each attempt", 2, MachineBugs::keyOfTheAttempt),
                machine("another payload passes for the same", 3, MachineBugs::otherPayloadPassesForTheSame),
                machine("no decision of policy before the intent", 4, PermissionBugs::noDecisionBeforeTheIntent),
                machine("a grant for another request", 4, PermissionBugs::grantForAnotherRequest),
                machine("a call that outlives its grant", 4, PermissionBugs::callOutlivesItsGrant),
                bug("a condition ignored", 4, PermissionBugs::conditionIgnored),
                bug("a step started before its time", 4, PermissionBugs::startedBeforeItsTime),
                bug("a signature that is not checked", 4, IntakeBugs::signatureNotChecked),
                bug("a token that is not checked", 4, IntakeBugs::tokenNotChecked),
                machine("a name taken for a proof", 4, IntakeBugs::nameTakenForProof),
                machine("a version that is looked at once", 4, VersionBugs::lookedAtOnce),
                machine("any version passes", 4, VersionBugs::anyVersionPasses),
                machine("nobody asked about another version", 4, VersionBugs::nobodyAsked),
                bug("the owner's last word believed, however old", 4, VersionBugs::lastWordBelieved),
                machine("back to a version that the saga has left", 4, VersionBugs::backToTheVersionLeft),
                machine("decided anew after a call", 3, VersionBugs::reloadedAfterACall),
                machine("a negative lookup trusted too soon", 5, MachineBugs::negativeLookupTrustedTooSoon),
                machine("unknown taken for failed", 5, MachineBugs::unknownTakenForFailed),
                machine("a late success dropped", 5, MachineBugs::lateSuccessDropped),
                bug("a closing task that says it called nothing", 5, ShellBugs::closedTooEarly),
                machine("a compensation registered after the call", 6, MachineBugs::compensationRegisteredAfterTheCall),
                machine("compensations in forward order", 6, MachineBugs::forwardOrderOfCompensation),
                machine("the read-back skipped", 7, MachineBugs::readBackSkipped),
                bug("half a record committed", 8, ShellBugs::halfARecordCommitted),
                bug("an intent without its attempt in the state", 8, ShellBugs::outputsWithoutState),
                bug("a zombie that is not fenced", 8, ShellBugs::zombieNotFenced),
                machine("a duplicate outcome applied twice", 9, MachineBugs::duplicateOutcomeAppliedTwice),
                machine("an operation applied twice", 9, InterventionBugs::operationAppliedTwice),
                machine("a duplicate that leaves no trace", 9, MachineBugs::duplicateSwallowed),
                machine("a dry run in earnest", 9, IntakeBugs::dryRunInEarnest),
                bug("a dry run answered twice", 9, IntakeBugs::dryRunAnsweredTwice),
                bug("a timer below the cursor", 10, ShellBugs::timerBelowTheCursor),
                bug("a place at a provider leaked", 10, ShellBugs::windowSlotLeaked),
                bug("a place at a provider freed twice", 10, ShellBugs::windowSlotFreedTwice),
                machine("a saga that makes the machine throw", 10, MachineBugs::throwsOnOneKindOfSaga),
                machine("a commit past the deadline", 10, InterventionBugs::committedPastTheDeadline),
                machine("a step added after the end", 10, InterventionBugs::stepAddedAfterTheEnd),
                machine("a quarantine that nobody hears of", 10, InterventionBugs::quarantineThatFails),
                bug("a quarantine that stops the partition", 10, InterventionBugs::quarantineStopsThePartition),
                bug("a grant that is not marked as used", 4, ClaimBugs::grantNotMarkedAsUsed),
                bug("a limit of several tools ignored", 4, ClaimBugs::sharedLimitIgnored),
                bug("one more than there is", 4, ClaimBugs::oneMoreThanThereIs),
                machine("an answer for another claim", 4, ClaimBugs::answerForAnotherClaim),
                machine("who has to wait begins", 4, ClaimBugs::queuedTakenForHeld),
                machine("a business act forgotten", 2, ClaimBugs::actForgotten),
                bug("a place not passed on", 10, ClaimBugs::placeNotPassedOn),
                bug("last come, first served", 10, ClaimBugs::lastComeFirstServed),
                machine("a claim not given back", 10, ClaimBugs::claimNotGivenBack),
                machine("a claim asked for by the dead", 10, ClaimBugs::claimAskedForByTheDead),
                machine("tenants mixed up", 11, MachineBugs::tenantsMixedUp),
                machine("what cannot be undone runs before the commit", 12, InterventionBugs::doorOpenBeforeTheCommit),
                machine("a cancellation behind the pivot", 12, InterventionBugs::cancelledBehindThePivot),
                machine("the pivot ignored", 12, MachineBugs::pivotIgnored));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bugs")
    void shouldFind(String bug, int invariant, Supplier<Seams> planted) {
        long seed = 1;
        Verdict verdict = run(seed, planted);
        while (verdict.isClean() && seed < MOST_SEEDS) {
            verdict = run(++seed, planted);
        }

        assertThat(verdict.isClean()).as("%s in %d seeds", bug, MOST_SEEDS).isFalse();
        assertThat(verdict.invariant())
                .as("%s, seed %d: %s", bug, seed, verdict.sentence())
                .isEqualTo(invariant);
    }

    private static Verdict run(long seed, Supplier<Seams> planted) {
        return SIMULATION.run(Scenario.of(seed).with(planted.get()));
    }

    private static Arguments bug(String bug, int invariant, Supplier<Seams> planted) {
        return arguments(bug, invariant, planted);
    }

    private static Arguments machine(String bug, int invariant, Supplier<Machine> planted) {
        return arguments(bug, invariant, (Supplier<Seams>) () -> Seams.NONE.withMachine(planted.get()));
    }
}
