package io.sluice.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * Where the token of a command stands: in a record header, or among the headers of its outbox row, which travel as one
 * header of JSON. A token may be used by whoever reads it, so it is kept nowhere.
 */
public final class IdentityHeader {

    /** Name of the header, on the topic, in the outbox and over HTTP. */
    public static final String NAME = "sluice-identity";

    /**
     * Name of the header of a command for whose agent the topic's ACL does not vouch, since whoever reaches the REST API
     * has it written. It only ever takes trust away, so nobody gains by it who may write to the topic.
     */
    public static final String HEARSAY = "sluice-hearsay";

    private static final String OUTBOX_HEADERS = "headers";
    private static final byte[] REDACTED = "redacted".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();

    private IdentityHeader() {}

    /** Every token among {@code headers}. */
    public static List<String> tokens(Iterable<Header> headers) {
        List<String> tokens = new ArrayList<>();
        for (Header header : headers) {
            if (header.key().equals(NAME)) {
                tokens.add(text(header));
            } else if (header.key().equals(OUTBOX_HEADERS)) {
                JsonNode token = json(header).path(NAME);
                if (!token.isMissingNode()) {
                    tokens.add(token.asText());
                }
            }
        }
        return tokens;
    }

    /** Whether a command is marked as {@link #HEARSAY}, wherever its token may stand. */
    public static boolean isHearsay(Iterable<Header> headers) {
        for (Header header : headers) {
            boolean isAmongOthers =
                    header.key().equals(OUTBOX_HEADERS) && json(header).has(HEARSAY);
            if (isAmongOthers || header.key().equals(HEARSAY)) {
                return true;
            }
        }
        return false;
    }

    /** The value of {@code header} as it may be kept. */
    public static byte[] withoutToken(Header header) {
        if (header.key().equals(NAME)) {
            return REDACTED.clone();
        }
        if (!header.key().equals(OUTBOX_HEADERS)) {
            return header.value();
        }
        if (json(header) instanceof ObjectNode fields && fields.has(NAME)) {
            return fields.put(NAME, "redacted").toString().getBytes(StandardCharsets.UTF_8);
        }
        return text(header).contains(NAME) ? REDACTED.clone() : header.value();
    }

    private static JsonNode json(Header header) {
        try {
            return JSON.readTree(text(header));
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
