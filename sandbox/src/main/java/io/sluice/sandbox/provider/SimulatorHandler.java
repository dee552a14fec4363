package io.sluice.sandbox.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** Between HTTP and what is simulated: reads requests, writes answers, closes connections. */
final class SimulatorHandler extends Handler.Abstract.NonBlocking {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final String FAULT_HEADER = "x-simulate-fault";
    private static final Pattern SECRET = Pattern.compile("authorization|cookie|secret|token|password|api-?key");

    private final ObjectMapper json;
    private final Function<SimulatedRequest, Simulation.Turn> simulated;

    SimulatorHandler(ObjectMapper json, Function<SimulatedRequest, Simulation.Turn> simulated) {
        this.json = json;
        this.simulated = simulated;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Content.Source.asByteArrayAsync(
                request,
                LONGEST_BODY,
                Promise.Invocable.from(
                        InvocationType.NON_BLOCKING,
                        body -> answer(
                                read(request, new String(body, StandardCharsets.UTF_8)), request, response, callback),
                        failure -> write(
                                response, callback, Answer.error(413, "too_large", "A body has at most 64 KiB."))));
        return true;
    }

    /** On the server's own thread if it is done in no time, on a virtual one if it waits: a busy laptop counts microseconds. */
    private void answer(SimulatedRequest asked, Request request, Response response, Callback callback) {
        Simulation.Turn turn = simulated.apply(asked);
        Runnable finish = () -> finish(turn.answer(), request, response, callback);
        if (turn.waits()) {
            Thread.startVirtualThread(finish);
        } else {
            finish.run();
        }
    }

    private void finish(Answer answer, Request request, Response response, Callback callback) {
        if (answer.isDropped()) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new EofException("dropped on purpose"));
        } else {
            write(response, callback, answer);
        }
    }

    private void write(Response response, Callback callback, Answer answer) {
        try {
            byte[] bytes = answer.body() == null ? new byte[0] : json.writeValueAsBytes(answer.body());
            response.setStatus(answer.status());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            response.write(true, ByteBuffer.wrap(bytes), callback);
        } catch (JsonProcessingException e) {
            callback.failed(e);
        }
    }

    /** A fault may stand in the path, behind the profile: {@code /lookup~drop_after:2/notices}. */
    private static SimulatedRequest read(Request request, String body) {
        Map<String, String> headers = headers(request);
        String path = Request.getPathInContext(request);
        @Nullable String fault = headers.remove(FAULT_HEADER);
        int tilde = path.indexOf('~');
        int end = path.indexOf('/', 1);
        if (tilde > 0 && tilde < end) {
            fault = path.substring(tilde + 1, end);
            path = path.substring(0, tilde) + path.substring(end);
        }
        return new SimulatedRequest(request.getMethod(), path, query(request), headers, body, fault);
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getLowerCaseName();
            boolean secret = SECRET.matcher(name).find();
            headers.put(name, secret ? "(hidden)" : field.getValue());
        }
        return headers;
    }

    private static Map<String, String> query(Request request) {
        if (request.getHttpURI().getQuery() == null) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            parameters.put(field.getName(), field.getValue());
        }
        return parameters;
    }
}
