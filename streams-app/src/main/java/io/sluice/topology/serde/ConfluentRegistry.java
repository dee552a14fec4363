package io.sluice.topology.serde;

import java.io.IOException;
import java.time.Duration;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;

/**
 * A schema registry that speaks the Confluent protocol.
 *
 * <p>Confluent's client is not on Maven Central under its own name; this is the only file that uses the relocated one.
 */
public final class ConfluentRegistry implements SchemaRegistry {

    /** How long to wait for a connection: a registry is near, or not there. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How long to wait for an answer; the stream thread waits with us, so well below its session timeout of 10 s. */
    public static final Duration READ_TIMEOUT = Duration.ofSeconds(4);

    private static final int SCHEMA_NOT_FOUND = 40403;

    private final String url;
    private final RestService client;

    /** A registry at {@code url}, for example {@code http://localhost:8081/apis/ccompat/v7}; connects when first used. */
    public ConfluentRegistry(String url) {
        this(url, READ_TIMEOUT);
    }

    ConfluentRegistry(String url, Duration readTimeout) {
        this.url = url;
        this.client = new RestService(url);
        client.setHttpConnectTimeoutMs(Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
        client.setHttpReadTimeoutMs(Math.toIntExact(readTimeout.toMillis()));
    }

    @Override
    public int register(String subject, String schemaJson) {
        try {
            return client.registerSchema(schemaJson, subject);
        } catch (RestClientException e) {
            if (isAboutTheSchema(e)) {
                throw new SchemaRefused(
                        "The schema registry at " + url + " does not accept the schema of " + subject + ": "
                                + e.getMessage() + ". Keep the schema compatible with what is registered there.",
                        e);
            }
            throw unavailable(e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public String schemaById(int id) {
        try {
            return client.getId(id).getSchemaString();
        } catch (RestClientException e) {
            if (e.getErrorCode() == SCHEMA_NOT_FOUND) {
                throw new UnknownSchemaId(id);
            }
            throw unavailable(e);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static boolean isAboutTheSchema(RestClientException answer) {
        return answer.getStatus() == 409 || answer.getStatus() == 422;
    }

    private RegistryUnavailable unavailable(Exception cause) {
        return new RegistryUnavailable(
                "The schema registry at " + url + " gives no usable answer (" + cause.getMessage()
                        + "). Check that it runs and that its address is right.",
                cause);
    }
}
