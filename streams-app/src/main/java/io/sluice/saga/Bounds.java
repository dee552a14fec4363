package io.sluice.saga;

/** How large what comes in may be; what is larger is refused before it can hurt. */
public final class Bounds {

    /** A command's or decision's record value, in bytes. */
    public static final int INPUT_BYTES = 256 * 1024;

    /** Levels of nesting in JSON that comes in. */
    public static final int JSON_DEPTH = 64;

    /** Characters of one number in JSON that comes in. */
    public static final int JSON_NUMBER_CHARS = 64;

    /** Characters of an identifier, such as a command id or a target id. */
    public static final int ID_CHARS = 256;

    /** Characters of a text for people, such as a rationale or a reason. */
    public static final int TEXT_CHARS = 16 * 1024;

    /** Pieces of evidence that a command refers to. */
    public static final int EVIDENCE_REFS = 100;

    /** Characters of one reference to evidence. */
    public static final int EVIDENCE_REF_CHARS = 2048;

    /** Characters of the requests of one plan together; what is beyond is left out of the answer to a dry run. */
    public static final int PLAN_CHARS = 256 * 1024;

    private Bounds() {}

    /** Whether a provider's or an owner's word can be an identifier, such as a version. */
    public static boolean isId(String value) {
        return FieldChecks.isId(value);
    }
}
