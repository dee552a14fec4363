package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The control API of the simulated providers, below {@code /_control}: effects, faults, settings and totals. */
final class ControlApi {
    static final String PREFIX = "/_control/";

    private static final int DEFAULT_LIMIT = 1_000;

    private final ObjectMapper json;
    private final Simulation simulation;

    ControlApi(ObjectMapper json, Simulation simulation) {
        this.json = json;
        this.simulation = simulation;
    }

    Answer answer(SimulatedRequest request) {
        try {
            return switch (request.method() + " " + request.path().substring(PREFIX.length())) {
                case "GET effects" -> effects(request);
                case "DELETE effects" -> {
                    simulation.reset();
                    yield ok();
                }
                case "GET totals" -> totals();
                case "GET faults" ->
                    Answer.of(200, list("faults", simulation.faults().remaining()));
                case "POST faults" -> {
                    simulation.faults().add(json.readValue(request.body(), Fault.class));
                    yield ok();
                }
                case "DELETE faults" -> {
                    simulation.faults().clear();
                    yield ok();
                }
                case "GET settings" -> Answer.of(200, json.valueToTree(simulation.settings()));
                case "PUT settings" -> change(request);
                default -> Answer.error(404, "no_such_control", "There are effects, totals, faults and settings.");
            };
        } catch (JsonProcessingException e) {
            return Answer.error(400, "bad_request", e.getOriginalMessage());
        } catch (NumberFormatException e) {
            return Answer.error(400, "bad_request", "The limit is not a whole number.");
        }
    }

    private Answer effects(SimulatedRequest request) {
        String limit = request.query().get("limit");
        return Answer.of(
                200,
                list(
                        "effects",
                        simulation
                                .effects()
                                .all(
                                        request.query().get("profile"),
                                        request.query().get("resource"),
                                        request.query().get("key"),
                                        limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit))));
    }

    private Answer totals() {
        return Answer.of(200, json.valueToTree(simulation.effects().totals()));
    }

    /** Only what is given changes. */
    private Answer change(SimulatedRequest request) throws JsonProcessingException {
        ObjectNode merged = json.valueToTree(simulation.settings());
        JsonNode given = json.readTree(request.body());
        given.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        simulation.settings(json.treeToValue(merged, ProviderSettings.class));
        return Answer.of(200, merged);
    }

    private ObjectNode list(String name, Object items) {
        return JsonNodeFactory.instance.objectNode().set(name, json.valueToTree(items));
    }

    private static Answer ok() {
        return Answer.of(200, JsonNodeFactory.instance.objectNode().put("ok", true));
    }
}
