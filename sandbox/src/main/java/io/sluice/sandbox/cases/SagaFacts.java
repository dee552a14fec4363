package io.sluice.sandbox.cases;

import io.sluice.client.InboxConsumer;
import io.sluice.saga.Output.PublishIntegrationEvent;
import io.sluice.topology.serde.AvroSerde;
import io.sluice.topology.serde.UndecodableException;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What Sluice's integration events mean for a case. Runs on the connection of the inbox's transaction. */
final class SagaFacts implements InboxConsumer.RecordHandler {

    private static final String CASE = "case";

    private final AvroSerde<PublishIntegrationEvent> events;

    SagaFacts(AvroSerde<PublishIntegrationEvent> events) {
        this.events = events;
    }

    /** What identifies an event for good. */
    String messageId(ConsumerRecord<byte[], byte[]> record) {
        return decode(record).eventId();
    }

    @Override
    public void handle(Connection connection, ConsumerRecord<byte[], byte[]> record) throws SQLException {
        PublishIntegrationEvent event = decode(record);
        @Nullable String caseId = event.attributes().get("target_id");
        if (caseId == null || !CASE.equals(event.attributes().get("target_type"))) {
            return;
        }
        switch (event.type()) {
            case "NoticeSent" ->
                CaseTable.notified(connection, caseId, event.attributes().get("external_ref"));
            case "SagaRolledBack", "SagaFailed" -> CaseTable.noticeFailed(connection, caseId);
            default -> {
                // other facts do not change a case
            }
        }
    }

    private PublishIntegrationEvent decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return events.fromBytes(record.value());
        } catch (UndecodableException e) {
            throw new IllegalStateException(
                    "integration event at offset " + record.offset() + ": " + e.getMessage(), e);
        }
    }
}
