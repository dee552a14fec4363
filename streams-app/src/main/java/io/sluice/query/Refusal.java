package io.sluice.query;

import org.jspecify.annotations.Nullable;

/** A question or an input that is not answered; becomes a problem document (RFC 9457). */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final String reason;

    /**
     * @param status HTTP status code
     * @param reason what kind of problem, in snake case, for programs
     * @param detail one sentence for people: what was wrong and what to do
     */
    public Refusal(int status, String reason, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.status = status;
        this.reason = reason;
    }

    public static Refusal invalid(String reason, String detail) {
        return new Refusal(BAD_REQUEST, reason, detail, null);
    }

    public static Refusal notFound(String detail) {
        return new Refusal(NOT_FOUND, "not_found", detail, null);
    }

    /** It may work in a moment. */
    public static Refusal unavailable(String detail, @Nullable Throwable cause) {
        return new Refusal(UNAVAILABLE, "unavailable", detail, cause);
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    /** One sentence for people. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
