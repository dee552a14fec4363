package io.sluice.partition;

/** Something that an input would write is larger than what its place takes. */
public final class TooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what names it in a sentence
     * @param bytes how large it is
     * @param limit how large it may be
     */
    public TooLargeException(String what, long bytes, long limit) {
        super("%s would take %d bytes; at most %d are allowed".formatted(what, bytes, limit));
    }
}
