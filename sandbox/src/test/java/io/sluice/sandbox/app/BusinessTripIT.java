package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.app.RunningSluice.Said;
import io.sluice.sandbox.provider.Effect;
import io.sluice.sandbox.provider.Fault;
import io.sluice.sandbox.provider.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README of the example says, on real parts: reserve, ask, confirm. */
@ExtendWith(RunningSluiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusinessTripIT {

    private static final Path EXAMPLE = Path.of("../examples/business-trip");

    private RunningSluice sluice;
    private int before;

    @BeforeAll
    void start(RunningSluice running) {
        sluice = running;
        Said applied = sluice.sluice(
                "catalog", "apply", EXAMPLE.resolve("catalog.yaml").toString(), "--as", "petra");
        assertThat(applied.code()).as(applied.err()).isZero();
    }

    @BeforeEach
    void remember() {
        before = all().size();
    }

    @Test
    void shouldHoldEverythingThenBookAndPostItOnceALineManagerHasSeenTheTotal() {
        JsonNode asked = propose();
        assertThat(done()).containsExactly("flight-holds", "hotel-holds", "card-holds");
        String approval = asked.path("pending_approvals").path(0).asText();
        assertThat(sluice.sluice("approvals", "show", approval).out()).contains("602.50");

        assertThat(sluice.sluice("approvals", "approve", approval, "--as", "h.lind")
                        .err())
                .contains("reviewer_lacks_role");
        Said approved = sluice.sluice("approvals", "approve", approval, "--as", "l.weber");

        assertThat(approved.code()).as(approved.err()).isZero();
        sluice.awaitStatus(asked.path("saga_id").asText(), "committed");
        assertThat(done()).containsExactly("flight-holds", "hotel-holds", "card-holds", "bookings", "entries");
        assertThat(propose("--command-id", "again").path("duplicate_of").asText())
                .isEqualTo(asked.path("command_id").asText());
        assertThat(done()).hasSize(5);
    }

    @Test
    void shouldReleaseCardRoomAndSeatInThisOrderWhereTheBookingIsRefused() {
        sluice.provider()
                .addFault(Fault.of(FaultKind.REFUSE)
                        .onPath("/travel/bookings")
                        .because("the card was blocked")
                        .times(1));
        JsonNode asked = propose("--run", "refused");

        Said approved = sluice.sluice(
                "approvals", "approve", asked.path("pending_approvals").path(0).asText(), "--as", "l.weber");

        assertThat(approved.code()).as(approved.err()).isZero();
        sluice.awaitStatus(asked.path("saga_id").asText(), "rolled_back");
        assertThat(done())
                .containsExactly("flight-holds", "hotel-holds", "card-holds", "releases", "releases", "releases");
        assertThat(all().stream()
                        .skip(before)
                        .map(effect -> effect.body().path("kind").asText())
                        .filter(kind -> !kind.isEmpty()))
                .containsExactly("card-holds", "hotel-holds", "flight-holds");
    }

    @Test
    void shouldBookAnAnswerThatWasLostOnce() {
        sluice.provider()
                .addFault(Fault.of(FaultKind.DROP_AFTER)
                        .onPath("/travel/bookings")
                        .times(1));
        JsonNode asked = propose("--run", "lost");

        sluice.sluice(
                "approvals", "approve", asked.path("pending_approvals").path(0).asText(), "--as", "l.weber");

        sluice.awaitStatus(asked.path("saga_id").asText(), "committed");
        assertThat(done()).containsExactly("flight-holds", "hotel-holds", "card-holds", "bookings", "entries");
    }

    @Test
    void shouldReleaseWhatIsHeldWhereAHeadOfTravelSaysNo() {
        JsonNode asked = propose("--run", "dear", "--target", "oslo-first");
        String approval = asked.path("pending_approvals").path(0).asText();

        assertThat(sluice.sluice("approvals", "approve", approval, "--as", "h.lind")
                        .code())
                .isZero();
        Said rejected = sluice.sluice("approvals", "reject", approval, "--as", "s.brandt", "--reason", "too dear");

        assertThat(rejected.code()).as(rejected.err()).isZero();
        JsonNode saga = sluice.awaitStatus(asked.path("saga_id").asText(), "failed");
        assertThat(saga.path("reason").asText()).isEqualTo("approval_rejected");
        assertThat(done()).hasSize(6).endsWith("releases", "releases", "releases");
    }

    /** The limit of trip.capture: the provider still works on the first when the second is approved. */
    @Test
    void shouldBookOneTripAfterTheOther() {
        sluice.provider()
                .addFault(Fault.of(FaultKind.DELAY_BEFORE)
                        .onPath("/travel/bookings")
                        .onBody("cc-first")
                        .lasting(Duration.ofSeconds(6)));
        JsonNode first = propose("--run", "first", "--arg", "cost_centre=cc-first");
        JsonNode second = propose("--run", "second", "--arg", "cost_centre=cc-second");

        approve(first);
        sluice.awaitSaga(saga(first), told -> told.toString().contains("\"started\""));
        approve(second);

        sluice.awaitSaga(saga(second), told -> told.findValuesAsText("reason").contains("throttled"));
        assertThat(bookings()).isEmpty();
        sluice.awaitStatus(saga(first), "committed");
        sluice.awaitStatus(saga(second), "committed");
        assertThat(bookings()).containsExactly("cc-first", "cc-second");
    }

    @Test
    void shouldHoldNothingForAnOfferThatIsNotThere() {
        JsonNode result = propose("--run", "moon", "--target", "moon-economy");

        assertThat(result.path("state").asText()).isEqualTo("failed");
        assertThat(sluice.sluice("status", result.path("saga_id").asText()).out())
                .contains("There is oslo-economy, and oslo-first.");
        assertThat(done()).isEmpty();
    }

    /** The command's result, once it has ended or waits for a reviewer. */
    private JsonNode propose(String... more) {
        List<String> words = new ArrayList<>(
                List.of("propose", "--file", EXAMPLE.resolve("command.json").toString(), "--wait", "30s", "--json"));
        words.addAll(List.of(more));
        return sluice.sluice(words.toArray(String[]::new)).json();
    }

    private void approve(JsonNode asked) {
        Said approved = sluice.sluice(
                "approvals", "approve", asked.path("pending_approvals").path(0).asText(), "--as", "l.weber");
        assertThat(approved.code()).as(approved.err()).isZero();
    }

    private static String saga(JsonNode asked) {
        return asked.path("saga_id").asText();
    }

    /** The cost centres of the trips that were booked since the test began, in this order. */
    private List<String> bookings() {
        return all().stream()
                .skip(before)
                .filter(effect -> effect.resource().equals("bookings"))
                .map(effect -> effect.body().path("cost_centre").asText())
                .toList();
    }

    /** What the travel provider and the ledger have really done since the test began, in this order. */
    private List<String> done() {
        return all().stream().skip(before).map(Effect::resource).toList();
    }

    private List<Effect> all() {
        return sluice.provider().effects().stream()
                .filter(effect -> List.of("travel", "ledger").contains(effect.profile()))
                .toList();
    }
}
