package io.sluice.saga;

/** Every reason code that stands beside a status, in a rejection or in an escalation. */
public final class Reason {

    // A command is refused.
    public static final String UNKNOWN_TOOL = "unknown_tool";
    public static final String UNKNOWN_DEFINITION = "unknown_definition";
    public static final String INVALID_COMMAND = "invalid_command";
    public static final String IDENTITY_REFUSED = "identity_refused";
    public static final String IDENTITY_MISSING = "identity_missing";
    public static final String NOT_GRANTED = "not_granted";
    public static final String INVALID_ARGUMENTS = "invalid_arguments";

    /** The provider might do a part of the request only. */
    public static final String NOT_ATOMIC = "not_atomic";

    public static final String INVALID_TENANT = "invalid_tenant";
    public static final String PAYLOAD_MISMATCH = "payload_mismatch";
    public static final String TOO_OLD = "too_old";
    public static final String CREATED_IN_FUTURE = "created_in_future";
    public static final String DEADLINE_PASSED = "deadline_passed";

    /** Too much waits for a provider; the detail says when to try again. */
    public static final String OVERLOADED = "overloaded";

    // A command about an open saga is refused.
    public static final String SAGA_CLOSED = "saga_closed";
    public static final String TOO_MANY_STEPS = "too_many_steps";
    public static final String NOT_REVERSIBLE_HERE = "not_reversible_here";

    // Another input is refused.
    public static final String INVALID_OPERATION = "invalid_operation";
    public static final String STALE_OPERATION = "stale_operation";
    public static final String RESOLVE_FIRST = "resolve_first";
    public static final String PIVOT_PASSED = "pivot_passed";
    public static final String NOT_ENDED = "not_ended";
    public static final String STALE_PLACE = "stale_place";
    public static final String STALE_CLAIM = "stale_claim";
    public static final String QUARANTINED = "quarantined";
    public static final String INVALID_DOMAIN_EVENT = "invalid_domain_event";
    public static final String INVALID_DECISION = "invalid_decision";
    public static final String UNKNOWN_SAGA = "unknown_saga";
    public static final String SAGA_ENDED = "saga_ended";
    public static final String UNKNOWN_ATTEMPT = "unknown_attempt";
    public static final String STALE_OUTCOME = "stale_outcome";
    public static final String UNKNOWN_APPROVAL = "unknown_approval";
    public static final String APPROVAL_CLOSED = "approval_closed";
    public static final String REVIEWER_IS_PROPOSER = "reviewer_is_proposer";
    public static final String REVIEWER_LACKS_ROLE = "reviewer_lacks_role";
    public static final String REVIEWER_GRANTED_BEFORE = "reviewer_granted_before";
    public static final String REQUEST_HASH_MISMATCH = "request_hash_mismatch";
    public static final String GRANT_MISMATCH = "grant_mismatch";
    public static final String NOT_SIGNED = "not_signed";
    public static final String UNKNOWN_KEY = "unknown_key";
    public static final String WRONG_SIGNATURE = "wrong_signature";
    public static final String GRANT_EXPIRED = "grant_expired";
    public static final String REASON_MISSING = "reason_missing";
    public static final String NOTHING_DUE = "nothing_due";

    // Why a saga or an effect stands where it stands.
    public static final String RECIPIENT_REFUSED = "recipient_refused";
    public static final String CATALOG_MISSING = "catalog_missing";
    public static final String CONTRACT_MISSING = "contract_missing";
    public static final String DENIED = "denied";
    public static final String THROTTLED = "throttled";
    /** The target has another version than the one that the command was made for. */
    public static final String STALE = "stale";

    /** Nobody has said which version the target has, or not yet that it has the expected one. */
    public static final String VERSION_UNKNOWN = "version_unknown";

    public static final String VERSION_MISSING = "version_missing";
    public static final String TARGET_HELD = "target_held";

    /** Whoever did the act has given it up, and a call of theirs may still be made. */
    public static final String NOT_FREE_YET = "not_free_yet";

    /** Another saga has done the same business act, or is about to. */
    public static final String DUPLICATE = "duplicate";

    public static final String APPROVAL_REJECTED = "approval_rejected";
    public static final String APPROVAL_EXPIRED = "approval_expired";
    public static final String APPROVAL_WITHDRAWN = "approval_withdrawn";
    public static final String NOT_RENDERABLE = "not_renderable";
    public static final String REFUSED_BY_PROVIDER = "refused_by_provider";
    public static final String TRANSIENT = "transient";
    public static final String RETRIES_EXHAUSTED = "retries_exhausted";
    public static final String NOT_FIRED = "not_fired";
    public static final String UNKNOWN_OUTCOME = "unknown_outcome";
    public static final String ACCEPTED = "accepted";
    public static final String NOT_SETTLED = "not_settled";
    public static final String NOT_COMMITTED = "not_committed";
    public static final String LOOKUP_INCONCLUSIVE = "lookup_inconclusive";
    public static final String TIMED_OUT = "timed_out";
    public static final String SCHEDULED = "scheduled";
    public static final String NOTHING_TO_DO = "nothing_to_do";
    public static final String SKIPPED = "skipped";
    public static final String CANCELLED = "cancelled";
    public static final String ROLLED_BACK_BY_OPERATOR = "rolled_back_by_operator";
    public static final String ROLLED_BACK_BY_AGENT = "rolled_back_by_agent";
    public static final String RETRIED_BY_OPERATOR = "retried_by_operator";
    public static final String ABANDONED = "abandoned";

    // Why a person must look.
    public static final String NO_WAY_TO_KNOW = "no_way_to_know";
    public static final String NO_COMPENSATION = "no_compensation";
    public static final String COMPENSATION_FAILED = "compensation_failed";
    public static final String FAILED_AFTER_PIVOT = "failed_after_pivot";
    public static final String LATE_SUCCESS = "late_success";
    public static final String DONE_TWICE = "done_twice";

    private Reason() {}
}
