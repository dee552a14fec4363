package io.sluice.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Idempotency keys: made from structure alone, never from text that a model wrote. */
public final class Keys {

    private static final String COMPENSATE = "compensate";

    private static final String OPEN_SAGA = "open-saga";

    private Keys() {}

    /** The key of one tool used once in a run's step. */
    public static String ofTool(String tenantId, String runId, String stepId, String tool) {
        return hash(tenantId, runId, stepId, tool);
    }

    /** The key of one step of a saga definition used once in a run's step. */
    public static String ofStep(
            String tenantId, String runId, String stepId, String definition, String step, String tool) {
        return hash(tenantId, runId, stepId, definition, step, tool);
    }

    /** The key of an open saga, from the name that the agent gave it at its begin. */
    public static String ofOpenSaga(String tenantId, String saga) {
        return hash(tenantId, OPEN_SAGA, saga);
    }

    /** The key of one step that an agent added to an open saga. */
    public static String ofAddedStep(String tenantId, String runId, String saga, String step, String tool) {
        return hash(tenantId, runId, saga, step, tool);
    }

    /** The key of the act that undoes the act with key {@code forwardKey}; never equal to it. */
    public static String ofCompensation(String tenantId, String forwardKey, String tool) {
        return hash(tenantId, forwardKey, tool, COMPENSATE);
    }

    /** The key of anything that is told apart by {@code parts}. */
    public static String ofParts(String... parts) {
        return hash(parts);
    }

    /** Hex SHA-256 over the number of parts and each part's length and UTF-8 bytes, so that no two lists collide. */
    private static String hash(String... parts) {
        MessageDigest digest = sha256();
        digest.update(intBytes(parts.length));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(intBytes(bytes.length));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] intBytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
