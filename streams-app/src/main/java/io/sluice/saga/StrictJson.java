package io.sluice.saga;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.regex.Pattern;

/** Reads JSON that somebody else wrote: one document, no property twice, bounded, and numbers as they stand. */
public final class StrictJson {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(Bounds.JSON_DEPTH)
                            .maxNumberLength(Bounds.JSON_NUMBER_CHARS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The reader names places within its sentences with a source that says nothing. */
    private static final Pattern OTHER_PLACE = Pattern.compile("\\[Source: [^;]*; (line: \\d+, column: \\d+)]");

    private StrictJson() {}

    /**
     * The one document in {@code text}.
     *
     * @throws IllegalArgumentException when it is none; the message says why
     */
    public static JsonNode parse(String text) {
        try {
            JsonNode document = JSON.readTree(text);
            if (document.isMissingNode()) {
                throw new IllegalArgumentException("it is empty");
            }
            return document;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(problem(e), e);
        }
    }

    /** What is wrong with a text that is not JSON, and where; nothing of the text itself that is longer than a token. */
    public static String problem(JsonProcessingException e) {
        String problem = OTHER_PLACE.matcher(e.getOriginalMessage()).replaceAll("$1");
        JsonLocation place = e.getLocation();
        return place == null
                ? problem
                : problem + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }
}
