package io.sluice.query.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.approval.TestKeys;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.identity.People;
import io.sluice.query.Instances;
import io.sluice.query.KafkaFrontDoor;
import io.sluice.query.Peers;
import io.sluice.query.Queries;
import io.sluice.query.Vouching;
import io.sluice.query.view.Journal;
import io.sluice.query.view.Json;
import io.sluice.topology.JournaledClaims;
import io.sluice.topology.Topics;
import io.sluice.topology.serde.Codecs;
import io.sluice.topology.serde.InMemoryRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.HostInfo;

/** Some instances with real HTTP, in-memory views and a producer that keeps what it is given. */
final class Cluster implements AutoCloseable {
    static final TestKeys KEYS = TestKeys.named("front-door");
    static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final String LOOPBACK = "127.0.0.1";

    final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    final Codecs codecs = new Codecs(new InMemoryRegistry(), TOPICS.prefix());
    final FakeCatalog catalog = new FakeCatalog();
    private final Map<String, HostInfo> owners = new HashMap<>();
    private final List<RestServer> servers = new ArrayList<>();
    private final List<HostInfo> hosts = new ArrayList<>();
    private final List<Peers> peers = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** An answer of the API. */
    record Answer(int status, String contentType, JsonNode body) {}

    /** Catalogs as Kafka would hold them. */
    static final class FakeCatalog implements KafkaFrontDoor.CatalogTopic {
        private CatalogSnapshot applied = CatalogSnapshot.empty();
        private final List<CatalogRecord> history = new ArrayList<>();
        private List<Integer> silent = List.of();

        /** These partitions journal nothing from now on. */
        void silence(Integer... partitions) {
            silent = List.of(partitions);
        }

        @Override
        public String announce(List<String> documents, String appliedBy) throws CatalogException {
            applied = applied.with(documents);
            String version = "v" + applied.toDocuments().size();
            history.add(new CatalogRecord(version, appliedBy, Journal.START, documents));
            return version;
        }

        @Override
        public Applied apply(List<String> documents, String appliedBy) throws CatalogException {
            return new Applied(announce(documents, appliedBy), silent);
        }

        @Override
        public CatalogSnapshot read() {
            return applied;
        }

        @Override
        public List<CatalogRecord> history() {
            return history;
        }
    }

    /** Where the claim ledger is watched. */
    volatile Supplier<JournaledClaims> ledger = () -> {
        throw new KafkaException("no ledger here");
    };

    /** Instances that believe whoever calls. */
    Cluster(FakeViews... views) {
        this(new Callers(People.NONE, true, () -> Journal.START), views);
    }

    Cluster(Callers callers, FakeViews... views) {
        for (FakeViews ignored : views) {
            RestServer server = RestServer.listen(LOOPBACK, 0, Set.of("sluice.example"));
            servers.add(server);
            hosts.add(new HostInfo(LOOPBACK, server.port()));
        }
        for (int i = 0; i < views.length; i++) {
            HostInfo self = hosts.get(i);
            Peers own = new Peers();
            peers.add(own);
            servers.get(i)
                    .serve(new Services(
                            new Queries(views[i], instances(self), own),
                            new KafkaFrontDoor(
                                    producer,
                                    TOPICS,
                                    codecs,
                                    catalog,
                                    () -> ledger.get(),
                                    new Vouching(KEYS.signer(), KEYS.verify()),
                                    callers.trusted(),
                                    () -> Journal.START),
                            callers,
                            () -> true,
                            () -> JsonNodeFactory.instance.objectNode().put("instance", self.toString())));
        }
    }

    /** Says which instance owns a saga; the first one owns all that nothing is said of. */
    Cluster owns(int instance, String sagaId) {
        owners.put(sagaId, hosts.get(instance));
        return this;
    }

    int port(int instance) {
        return hosts.get(instance).port();
    }

    void stop(int instance) {
        servers.get(instance).close();
    }

    Answer get(int instance, String path) {
        return send(asked(instance, path));
    }

    HttpRequest.Builder asked(int instance, String path) {
        return HttpRequest.newBuilder(uri(instance, path)).GET();
    }

    Answer post(int instance, String path, String contentType, String body) {
        return send(posted(instance, path, contentType, body));
    }

    HttpRequest.Builder posted(int instance, String path, String contentType, String body) {
        return HttpRequest.newBuilder(uri(instance, path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    parse(answer.body()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    URI uri(int instance, String path) {
        return URI.create("http://" + LOOPBACK + ":" + port(instance) + path);
    }

    @Override
    public void close() {
        client.shutdownNow();
        peers.forEach(Peers::close);
        servers.forEach(RestServer::close);
    }

    private Instances instances(HostInfo self) {
        return new Instances() {
            @Override
            public HostInfo self() {
                return self;
            }

            @Override
            public Optional<HostInfo> ownerOf(String sagaId) {
                return Optional.of(owners.getOrDefault(sagaId, hosts.getFirst()));
            }

            @Override
            public List<HostInfo> others() {
                return hosts.stream().filter(host -> !host.equals(self)).toList();
            }
        };
    }

    private static JsonNode parse(String body) {
        try {
            return Json.parse(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }
}
