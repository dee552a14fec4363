package io.sluice.topology.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.approval.ReviewerDecision;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Intent;
import io.sluice.query.view.HistoryEntry;
import io.sluice.saga.Command;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.CommandResult;
import io.sluice.saga.Reason;
import io.sluice.saga.SideEffect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example that uses everything a definition may say: a named pivot, conditions, a moment and time limits. */
class BusinessTripTest {

    /** Who proposes and approves in a test, instead of the example's people. */
    private static final String PEOPLE = """
            {kind: role, name: travel-agent, members: [trusted-1], tenants: ["*"]}
            ---
            {kind: role, name: line-manager, members: [reviewer-1], tenants: ["*"]}
            """;

    private static MachineFixture machine() throws Exception {
        MachineFixture machine = MachineFixture.fresh();
        machine.deliver();
        Path file = Path.of("..", "examples", "business-trip", "catalog.yaml");
        machine.applyCatalog(Samples.documents(Files.readString(file)));
        machine.applyCatalog(Samples.documents(PEOPLE));
        return machine;
    }

    private static Command trip(MachineFixture machine, String arguments) {
        return CommandBuilder.of(null, "business-trip", machine.clock.instant())
                .agent("trusted-1")
                .arguments(arguments)
                .build();
    }

    private static void decide(MachineFixture machine, Command command, ReviewerDecision.Verdict verdict) {
        machine.decide(Samples.decision(machine.sagaOf(command), verdict, "as the test says", machine.clock.instant()));
        machine.settle();
    }

    private static List<String> story(MachineFixture machine) {
        return machine.journal().stream()
                .flatMap(HistoryEntry::of)
                .map(HistoryEntry::text)
                .toList();
    }

    @Test
    void shouldPassOverTheRoomAndPostOnTheDayThatWasAskedFor() throws Exception {
        try (MachineFixture machine = machine()) {
            String day = machine.clock.instant().plus(Duration.ofDays(10)).toString();
            Command command = trip(
                    machine,
                    "{\"traveller\":\"t-314\",\"card\":\"card-5\",\"cost_centre\":\"cc-12\",\"post_on\":\"" + day
                            + "\"}");
            machine.provider.responds("{\"total\":\"412.50\"}");
            machine.propose(command);
            machine.settle();

            decide(machine, command, ReviewerDecision.Verdict.GRANT);
            assertThat(machine.provider.fired())
                    .extracting(Intent::tool)
                    .containsExactly("trip.quote", "flight.hold", "card.hold", "trip.capture");

            machine.advance(Duration.ofDays(10));
            machine.settle();
            assertThat(machine.provider.fired().getLast().tool()).isEqualTo("ledger.post");
            assertThat(machine.results())
                    .extracting(CommandResult::state)
                    .last()
                    .isEqualTo("committed");
            assertThat(story(machine))
                    .contains("passed over (nothing_to_do): its condition does not hold")
                    .contains("put off until " + day + ", as its definition says")
                    .anyMatch(sentence -> sentence.startsWith("it is its turn, to be done by "));
        }
    }

    @Test
    void shouldReleaseWhatIsHeldAndNotWhatWasOnlyPencilledIn() throws Exception {
        try (MachineFixture machine = machine()) {
            Command command = trip(
                    machine,
                    "{\"traveller\":\"t-314\",\"card\":\"card-5\",\"hotel_id\":\"h-9\",\"nights\":2,\"cost_centre\":\"cc-12\"}");
            machine.provider.responds("{\"total\":\"412.50\"}");
            machine.propose(command);
            machine.settle();

            decide(machine, command, ReviewerDecision.Verdict.REJECT);

            assertThat(machine.provider.fired())
                    .extracting(Intent::tool)
                    .containsExactly(
                            "trip.quote", "flight.hold", "hotel.hold", "card.hold", "hold.release", "hold.release");
            assertThat(machine.sideEffects())
                    .filteredOn(effect -> effect.step().equals("hold-hotel"))
                    .last()
                    .extracting(SideEffect::status, SideEffect::reason)
                    .containsExactly(EffectStatus.COMPENSATED, Reason.NOTHING_TO_DO);
            assertThat(story(machine)).contains("counts as undone without a call (nothing_to_do)");
        }
    }
}
