package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Contacts, answered as https://developers.hubspot.com/docs/api-reference says: one for each e-mail address. */
final class HubSpotApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTACTS = "/crm/v3/objects/contacts";

    private final Map<String, ObjectNode> contacts = new LinkedHashMap<>();
    private int number = 100;

    synchronized Answer answer(SimulatedRequest request) {
        if (request.headers().get("authorization") == null) {
            return error(401, "INVALID_AUTHENTICATION");
        }
        if (request.method().equals("POST")) {
            return create(parse(request.body()).path("properties"));
        }
        String id = request.path().substring(CONTACTS.length() + 1);
        Optional<ObjectNode> found = find(request.query().getOrDefault("idProperty", "id"), id);
        if (found.isEmpty()) {
            return error(404, "OBJECT_NOT_FOUND");
        }
        if (request.method().equals("DELETE")) {
            contacts.remove(found.get().path("id").asText());
            return new Answer(204, null, Map.of());
        }
        ObjectNode shown = found.get().deepCopy();
        ((ObjectNode) shown.path("properties"))
                .retain(request.query().getOrDefault("properties", "").split(",", -1));
        return Answer.of(200, shown);
    }

    /** How many contacts there really are. */
    synchronized int count() {
        return contacts.size();
    }

    private Answer create(JsonNode properties) {
        if (find("email", properties.path("email").asText()).isPresent()) {
            return error(409, "CONFLICT");
        }
        number++;
        String id = Integer.toString(number);
        ObjectNode contact = JsonNodeFactory.instance.objectNode().put("id", id).put("archived", false);
        contact.set("properties", properties);
        contacts.put(id, contact);
        return Answer.of(201, contact.deepCopy());
    }

    private Optional<ObjectNode> find(String property, String value) {
        return contacts.values().stream()
                .filter(contact -> (property.equals("id") ? contact : contact.path("properties"))
                        .path(property)
                        .asText()
                        .equals(value))
                .findFirst();
    }

    private static Answer error(int status, String category) {
        return Answer.of(
                status,
                JsonNodeFactory.instance.objectNode().put("status", "error").put("category", category));
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
