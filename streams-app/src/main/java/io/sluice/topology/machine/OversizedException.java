package io.sluice.topology.machine;

/** Something that a record would have written is larger than its place allows. */
final class OversizedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OversizedException(String what, long bytes, long limit) {
        super("%s would have %d bytes, more than the %d that are allowed; propose something smaller"
                .formatted(what, bytes, limit));
    }
}
