package io.sluice.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.query.view.Json;
import io.sluice.relay.RelayStatus;
import org.jspecify.annotations.Nullable;

/** What an instance says of its relay. */
final class RelayReport {

    private RelayReport() {}

    /** @param status null where the instance runs no relay */
    static ObjectNode of(@Nullable RelayStatus status, String instance) {
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("instance", instance);
        if (status == null) {
            return report.put("role", "off");
        }
        Json.tree(status).properties().forEach(field -> report.set(field.getKey(), field.getValue()));
        return report;
    }
}
