package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sells trips: quotes what one costs, holds seats, rooms and amounts on cards until they are booked or released, and books all
 * holds of a trip together or none.
 */
final class TravelApi implements Api {
    private static final String BOOKINGS = "bookings";
    private static final String RELEASES = "releases";
    private static final List<String> HOLDS = List.of("flight-holds", "hotel-holds", "card-holds");
    private static final Map<String, BigDecimal> FLIGHTS =
            Map.of("oslo-economy", new BigDecimal("412.50"), "oslo-first", new BigDecimal("5890.00"));
    private static final BigDecimal NIGHT = new BigDecimal("95.00");
    private static final Duration HELD = Duration.ofDays(2);

    private final Kept kept;

    TravelApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        String resource = path.getFirst();
        String id = path.size() == 2 ? path.get(1) : "";
        return switch (request.method() + " " + resource + (id.isEmpty() ? "" : "/ID")) {
            case "GET quotes/ID" -> quote(id, request.query().getOrDefault("nights", "0"));
            case "POST flight-holds" -> holdSeat(request);
            case "POST hotel-holds", "POST card-holds" -> kept.create(request, resource, this::hold);
            case "GET flight-holds", "GET hotel-holds", "GET card-holds" -> kept.lookUp(request, resource, this::hold);
            case "GET holds/ID" ->
                find(id).map(found -> Answer.of(200, hold(found))).orElseGet(Answer::notFound);
            case "DELETE holds/ID" ->
                find(id).map(found -> release(request, found)).orElseGet(Answer::notFound);
            case "POST bookings" -> book(request);
            case "GET bookings" -> kept.lookUp(request, BOOKINGS, TravelApi::booking);
            default -> Answer.notFound();
        };
    }

    private static Answer quote(String offer, String nights) {
        BigDecimal flight = FLIGHTS.get(offer);
        if (flight == null) {
            return Answer.error(404, "no_such_offer", "There is oslo-economy, and oslo-first.");
        }
        if (!nights.matches("[0-9]{1,3}")) {
            return Answer.error(400, "bad_request", "The nights are not a whole number.");
        }
        BigDecimal total = flight.add(NIGHT.multiply(new BigDecimal(nights)));
        return Answer.of(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("offer_id", offer)
                        .put("total", total.toPlainString())
                        .put("currency", "EUR"));
    }

    private Answer holdSeat(SimulatedRequest request) {
        String offer = request.json().path("offer_id").asText();
        return FLIGHTS.containsKey(offer)
                ? kept.create(request, HOLDS.getFirst(), this::hold)
                : Answer.error(422, "no_such_offer", "There is no seat on " + offer + ".");
    }

    /** What is booked stays; what was released before is not there any more. */
    private Answer release(SimulatedRequest request, Effect held) {
        boolean again = kept.knows(request, RELEASES);
        String status = status(held);
        if (!again && status.equals("booked")) {
            return Answer.error(409, "booked", "Hold " + held.id() + " is part of a booking.");
        }
        if (!again && status.equals("released")) {
            return Answer.notFound();
        }
        ObjectNode release = JsonNodeFactory.instance.objectNode();
        release.put("hold_id", held.id()).put("kind", held.resource());
        return kept.act(request, request.key(), RELEASES, release, done -> Answer.empty());
    }

    private Answer book(SimulatedRequest request) {
        if (!kept.knows(request, BOOKINGS)) {
            for (JsonNode hold : request.json().path("holds")) {
                String status = find(hold.asText()).map(this::status).orElse("unknown");
                if (!status.equals("held")) {
                    return Answer.error(422, "not_held", "Hold " + hold.asText() + " is " + status + ".");
                }
            }
        }
        return kept.create(request, BOOKINGS, TravelApi::booking);
    }

    private Optional<Effect> find(String hold) {
        return HOLDS.stream().flatMap(kind -> kept.find(kind, hold).stream()).findFirst();
    }

    private String status(Effect hold) {
        boolean isReleased = kept.all(RELEASES).stream()
                .anyMatch(release -> release.body().path("hold_id").asText().equals(hold.id()));
        boolean isBooked = kept.all(BOOKINGS).stream()
                .flatMap(booking -> booking.body().path("holds").valueStream())
                .anyMatch(held -> held.asText().equals(hold.id()));
        return isReleased ? "released" : isBooked ? "booked" : "held";
    }

    private ObjectNode hold(Effect hold) {
        return Kept.view(hold, status(hold))
                .put("held_until", Instant.parse(hold.at()).plus(HELD).toString());
    }

    private static ObjectNode booking(Effect booking) {
        return Kept.view(booking, "booked");
    }
}
