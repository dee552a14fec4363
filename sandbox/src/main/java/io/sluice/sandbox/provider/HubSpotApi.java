package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contacts, answered as https://developers.hubspot.com/docs/api-reference says: one for each e-mail address. */
final class HubSpotApi implements Api {
    private static final List<String> CONTACTS = List.of("crm", "v3", "objects", "contacts");

    private final Kept kept;
    private final Map<String, ObjectNode> contacts = new LinkedHashMap<>();
    private int number = 100;

    HubSpotApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (request.headers().get("authorization") == null) {
            return error(401, "INVALID_AUTHENTICATION");
        }
        if (path.size() < 4 || path.size() > 5 || !path.subList(0, 4).equals(CONTACTS)) {
            return Answer.notFound();
        }
        boolean isCreation = request.method().equals("POST");
        if (isCreation || path.size() == 4) {
            return isCreation && path.size() == 4 ? create(request) : error(405, "METHOD_NOT_ALLOWED");
        }
        Optional<ObjectNode> found = find(request.query().getOrDefault("idProperty", "id"), path.getLast());
        if (found.isEmpty()) {
            return error(404, "OBJECT_NOT_FOUND");
        }
        if (request.method().equals("DELETE")) {
            contacts.remove(found.get().path("id").asText());
            kept.note(request, "archived-contacts", found.get());
            return Answer.empty();
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

    private Answer create(SimulatedRequest request) {
        JsonNode properties = request.json().path("properties");
        if (find("email", properties.path("email").asText()).isPresent()) {
            return error(409, "CONFLICT");
        }
        number++;
        String id = Integer.toString(number);
        ObjectNode contact = JsonNodeFactory.instance.objectNode().put("id", id).put("archived", false);
        contact.putObject("properties").setAll(fields(properties));
        contacts.put(id, contact);
        kept.note(request, "contacts", contact.deepCopy());
        return Answer.of(201, contact.deepCopy());
    }

    private static ObjectNode fields(JsonNode properties) {
        return properties instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
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
}
