package io.sluice.idempotency;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * JSON in the one form of RFC 8785, so that equal content has equal bytes and an equal hash.
 *
 * <p>What RFC 8785 cannot tell apart is refused with an {@link IllegalArgumentException} whose message says what to
 * change: numbers that a double cannot hold (two different ones would get the same hash) and broken Unicode.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * The canonical text of {@code node}.
     *
     * @throws IllegalArgumentException when the node has no canonical form
     */
    public static String canonicalize(JsonNode node) {
        requireCanonicalForm(node);
        try {
            // The library takes objects and arrays only; a scalar is canonicalized inside an array.
            String inArray = new JsonCanonicalizer("[" + node + "]").getEncodedString();
            return inArray.substring(1, inArray.length() - 1);
        } catch (IOException e) {
            throw new IllegalArgumentException("The JSON has no canonical form: " + e.getMessage(), e);
        }
    }

    /**
     * Hex SHA-256 over the canonical text's UTF-8 bytes.
     *
     * @throws IllegalArgumentException when the node has no canonical form
     */
    public static String hash(JsonNode node) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonicalize(node).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void requireCanonicalForm(JsonNode node) {
        if (node.isNumber()) {
            requireDouble(node);
        } else if (node.isTextual()) {
            requireUnicode(node.textValue());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            requireUnicode(field.getKey());
        }
        for (JsonNode child : node) {
            requireCanonicalForm(child);
        }
    }

    private static void requireDouble(JsonNode number) {
        double value = number.doubleValue();
        boolean exact = Double.isFinite(value)
                && ((number.isFloatingPointNumber() && !number.isBigDecimal())
                        || number.decimalValue().compareTo(new BigDecimal(Double.toString(value))) == 0);
        if (!exact) {
            throw new IllegalArgumentException(
                    "The number " + abbreviated(number.asText()) + " does not fit a double: send it as a string.");
        }
    }

    private static void requireUnicode(String text) {
        try {
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "The JSON holds half of a surrogate pair, which is not valid Unicode: send well-formed text.", e);
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
