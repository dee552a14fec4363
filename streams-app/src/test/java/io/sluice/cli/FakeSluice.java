package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.query.view.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import picocli.CommandLine;

/** An API that answers what a test says, and keeps what it is sent. */
final class FakeSluice implements AutoCloseable {
    private static final String NOT_FOUND = "{\"reason\":\"not_found\",\"detail\":\"There is no such thing.\"}";

    private final HttpServer server;
    private final Map<String, Supplier<String>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> sent = new CopyOnWriteArrayList<>();
    private final List<String> proofs = new CopyOnWriteArrayList<>();

    /** What a command printed, and its exit code. */
    record Outcome(int code, String out, String err) {}

    FakeSluice() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Answers requests of {@code path} (its query does not count). */
    FakeSluice answers(String path, Supplier<String> body) {
        answers.put(path, body);
        return this;
    }

    /** The bodies of all POST requests. */
    List<JsonNode> sent() {
        return sent;
    }

    /** The header that proves who calls, of all POST requests that have one. */
    List<String> proofs() {
        return proofs;
    }

    Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Cli.create().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = "http://127.0.0.1:" + server.getAddress().getPort();
        return new Outcome(line.execute(all), out.toString(), err.toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean post = exchange.getRequestMethod().equals("POST");
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (post) {
                sent.add(json(new String(body, StandardCharsets.UTF_8)));
            }
            proofs.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            Supplier<String> known = answers.get(exchange.getRequestURI().getPath());
            byte[] answer = (known == null ? NOT_FOUND : known.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known == null ? 404 : post ? 202 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    static JsonNode json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
