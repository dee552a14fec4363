package io.sluice.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;

/** The case service's API. */
public final class CaseApi {

    private final URI address;
    private final HttpJson http;

    CaseApi(URI address) {
        this.address = address;
        this.http = new HttpJson(address);
    }

    public URI address() {
        return address;
    }

    public void open(String caseId, String recipientId) {
        http.post(
                "/cases",
                JsonNodeFactory.instance.objectNode().put("case_id", caseId).put("recipient_id", recipientId));
    }

    /** Somebody else receives what concerns the case from now on, so it has another version. */
    public void changeRecipient(String caseId, String recipientId) {
        http.post(
                "/cases/" + caseId + "/recipient",
                JsonNodeFactory.instance.objectNode().put("recipient_id", recipientId));
    }

    /** Asks for a notice; the case service changes the case and writes the command in one transaction. */
    public JsonNode requestNotice(String caseId, String runId, String note) {
        return http.post(
                "/cases/" + caseId + "/notice",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("run_id", runId)
                        .put("artifact_id", "notice-" + caseId)
                        .put("artifact_version", "3")
                        .put("note", note));
    }

    /** Where the case stands in its own database. */
    public String status(String caseId) {
        return http.get("/cases/" + caseId).path("status").asText();
    }
}
