package io.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.catalog.ToolContract.Says;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A provider's whole answer, read.
 *
 * @param json the body; null where it is not JSON or longer than {@link #MAX_READ_BYTES}
 * @param recorded the body's text, null where it is not JSON or longer than {@link #MAX_RECORDED_BYTES}
 * @param digest hex SHA-256 of the body's bytes
 * @param retryAfterMs what the provider asked for; 0 where it did not
 */
record Answer(int status, @Nullable JsonNode json, @Nullable String recorded, String digest, long retryAfterMs) {

    /** More of a body than this is digested but not read. */
    static final int MAX_READ_BYTES = 64 * 1024;

    /** More of a body than this is not recorded. */
    static final int MAX_RECORDED_BYTES = 16 * 1024;

    private static final int MAX_REFERENCE_LENGTH = 512;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** @param body the body's bytes, null where they were too many to keep */
    static Answer of(int status, byte @Nullable [] body, String digest, long retryAfterMs) {
        JsonNode json = null;
        String text = null;
        if (body != null && body.length > 0) {
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString();
                json = JSON.readTree(text);
            } catch (CharacterCodingException | JsonProcessingException notJson) {
                text = null;
            }
        }
        boolean recorded = json != null && body != null && body.length <= MAX_RECORDED_BYTES;
        return new Answer(status, json, recorded ? text : null, digest, retryAfterMs);
    }

    /** What the pointer names; a missing node where there is no such thing. */
    JsonNode at(String pointer) {
        return json == null ? MissingNode.getInstance() : json.at(JsonPointer.compile(pointer));
    }

    /** Whether one of the values stands where they would; not where nothing is to stand. */
    boolean says(@Nullable Says something) {
        return something != null
                && something.values().contains(at(something.pointer()).asText());
    }

    /** The provider's reference, null where the answer has none that can be one. */
    @Nullable
    String reference(@Nullable String pointer) {
        if (pointer == null) {
            return null;
        }
        JsonNode reference = at(pointer);
        if (!reference.isTextual() && !reference.isIntegralNumber()) {
            return null;
        }
        String text = reference.asText();
        return text.isEmpty() || text.length() > MAX_REFERENCE_LENGTH ? null : text;
    }
}
