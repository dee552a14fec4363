package io.sluice.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A command on its way to Sluice: the bytes of its value and what the outbox or Kafka need beside them.
 *
 * <p>A value that starts with byte 0 is Avro in the Confluent wire format, anything else is JSON. The aggregate id
 * becomes the record's key: commands of one aggregate stay in order.
 */
public final class CommandMessage {
    /** The event type of a command that is not given another one. */
    public static final String COMMAND = "command";

    /** The header of the token that proves who proposes. */
    public static final String IDENTITY = "sluice-identity";

    private final UUID id;
    private final String aggregateId;
    private final String eventType;
    private final byte[] value;
    private final Map<String, String> headers;

    private CommandMessage(UUID id, String aggregateId, String eventType, byte[] value, Map<String, String> headers) {
        this.id = Objects.requireNonNull(id, "id");
        this.aggregateId = Objects.requireNonNull(aggregateId, "aggregateId");
        this.eventType = Objects.requireNonNull(eventType, "eventType");
        this.value = value;
        this.headers = Map.copyOf(headers);
        if (aggregateId.isEmpty()) {
            throw new IllegalArgumentException(
                    "A command needs an aggregate id: it is the key that keeps commands in order.");
        }
        if (value.length == 0) {
            throw new IllegalArgumentException("The command for aggregate " + aggregateId + " is empty.");
        }
    }

    /** A command as JSON text. */
    public static CommandMessage json(String aggregateId, String json) {
        byte[] value = json.getBytes(StandardCharsets.UTF_8);
        if (value.length > 0 && value[0] == 0) {
            throw new IllegalArgumentException(
                    "The command for aggregate " + aggregateId + " is not JSON: it starts with byte 0.");
        }
        return new CommandMessage(UUID.randomUUID(), aggregateId, COMMAND, value, Map.of());
    }

    /** A command as Avro bytes in the Confluent wire format: byte 0, schema id, record. */
    public static CommandMessage avro(String aggregateId, byte[] wireFormat) {
        if (wireFormat.length == 0 || wireFormat[0] != 0) {
            throw new IllegalArgumentException("The command for aggregate " + aggregateId
                    + " is not in the Confluent wire format: its first byte must be 0.");
        }
        return new CommandMessage(UUID.randomUUID(), aggregateId, COMMAND, wireFormat.clone(), Map.of());
    }

    public CommandMessage withId(UUID newId) {
        return new CommandMessage(newId, aggregateId, eventType, value, headers);
    }

    public CommandMessage withEventType(String newEventType) {
        return new CommandMessage(id, aggregateId, newEventType, value, headers);
    }

    /** Replaces the headers. {@code traceparent} also becomes a record header of its own, so that a trace goes on. */
    public CommandMessage withHeaders(Map<String, String> newHeaders) {
        return new CommandMessage(id, aggregateId, eventType, value, newHeaders);
    }

    /**
     * Adds the signed token that proves who proposes; needed where the catalog grants agents what they may propose. It
     * travels as a header beside the command and is kept nowhere but in the outbox row.
     */
    public CommandMessage withIdentity(String token) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(IDENTITY, token);
        return withHeaders(more);
    }

    /** The id of the message, not of the command in it: it names the outbox row. */
    public UUID id() {
        return id;
    }

    public String aggregateId() {
        return aggregateId;
    }

    public String eventType() {
        return eventType;
    }

    public byte[] value() {
        return value.clone();
    }

    public Map<String, String> headers() {
        return headers;
    }

    public boolean isAvro() {
        return value[0] == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommandMessage that
                && id.equals(that.id)
                && aggregateId.equals(that.aggregateId)
                && eventType.equals(that.eventType)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "CommandMessage[id=" + id + ", aggregateId=" + aggregateId + ", eventType=" + eventType + ", "
                + value.length + " bytes]";
    }
}
