package io.sluice.catalog;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** RFC 3986 percent-encoding, and the check that no value has changed which resource a path names. */
final class PercentEncoding {
    private static final String UNRESERVED = "-._~";
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /** Encodes everything but the unreserved characters, so that a value can never act as a delimiter. */
    static String encode(String value) throws RenderingException {
        ByteBuffer bytes = utf8(value);
        StringBuilder encoded = new StringBuilder(bytes.remaining() + 16);
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (isUnreserved((char) (b & 0xff))) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }

    /** Strict, where {@code String.getBytes} would replace half a surrogate pair and so change what was approved. */
    static ByteBuffer utf8(String text) throws RenderingException {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new RenderingException("A value holds half of a surrogate pair: send well-formed Unicode.");
        }
    }

    /**
     * Whether a path has a {@code .} or {@code ..} segment in the eyes of any server on the way: servers decode before
     * they resolve segments, some take a backslash for a slash, some cut a segment at its semicolon.
     */
    static boolean hasDotSegment(String encodedPath) {
        for (String segment : decode(encodedPath).split("[/\\\\]", -1)) {
            int semicolon = segment.indexOf(';');
            String name = semicolon < 0 ? segment : segment.substring(0, semicolon);
            if (name.equals(".") || name.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static String decode(String encoded) {
        StringBuilder decoded = new StringBuilder(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length()) {
                int high = Character.digit(encoded.charAt(i + 1), 16);
                int low = Character.digit(encoded.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    c = (char) ((high << 4) | low);
                    i += 2;
                }
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNRESERVED.indexOf(c) >= 0;
    }
}
