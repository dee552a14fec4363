package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** A reviewer sees exactly what will happen. */
class ApprovalsTest {

    private static final String REQUEST = """
            {
              "approval_id": "city/send", "tool": "notice.send", "step": "send", "status": "approval_required",
              "agent_id": "clerk", "target_id": "case-4711", "expected_version": "3", "target_version": "4",
              "recipient_id": "owner-12", "artifact_id": "notice-9", "artifact_version": "2",
              "rationale": "the deadline has passed", "evidence_refs": ["photo-1", "report-7"],
              "risk_level": "external_notification", "role": "senior", "reviewers": 2, "granted_by": ["rita"],
              "policy_version": "policy-5", "expires_at": "2026-01-02T00:00:00Z", "request_hash": "abc",
              "request": {
                "provider": "notices", "method": "POST", "path": "/notices",
                "headers": {"If-Match": "3", "Authorization": "Bearer secret:notices"},
                "body": {"text": "pay by Friday"}
              }
            }
            """;

    @Test
    void shouldShowEverythingThatIsAgreedTo() throws Exception {
        String shown = Approvals.details(new ObjectMapper().readTree(REQUEST));

        assertThat(shown)
                .contains("city/send", "notice.send", "clerk", "case-4711", "owner-12", "notice-9")
                .containsPattern("Version +2")
                .containsPattern("Made for version +3")
                .containsPattern("Is at version +4")
                .contains("the deadline has passed", "photo-1, report-7", "external_notification", "senior", "rita")
                .contains("policy-5", "2026-01-02T00:00:00Z", "abc")
                .contains("POST /notices", "If-Match: 3", "Authorization: Bearer secret:notices", "pay by Friday");
    }

    @Test
    void shouldNameNothingThatIsNotThere() throws Exception {
        String shown = Approvals.details(new ObjectMapper()
                .readTree("{\"approval_id\": \"city/send\", \"evidence_refs\": [], \"request\": {}}"));

        assertThat(shown).doesNotContain("Evidence", "Role", "Agreed");
    }
}
