package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.FakeSluice.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DryRunCommandTest {
    private static final String PLAN = """
            {"command_id":"c-1","tenant_id":"city","state":"dry_run","plan":{"outlook":"wait_for_approval","steps":[
              {"name":"send","tool":{"name":"notice.send","version":"0123456789abcdef","effect_type":"external_notification"},
               "reversibility":"pivot","idempotency_key":"k",
               "request":{"provider":"mail","method":"POST","path":"/send","headers":{"Authorization":"secret:token"},
                          "body":"{}"},
               "policy":{"verdict":"require_approval","rule":"house/two","policy_version":"v7","explanation":"Ask."},
               "approval":{"role":"senior","reviewers":2,"expires_after_ms":14400000,"up_front":true}},
              {"name":"note","tool":{"name":"case.note","version":"v1","effect_type":"internal_mutation"},
               "reversibility":"compensable","idempotency_key":"l",
               "request_missing":"The template $/steps/send/external_ref points at /steps/send/external_ref, which has no value: supply it.",
               "policy":{"verdict":"allow","rule":"r","policy_version":"v7","explanation":"Fine."},
               "compensation":{"name":"case.unnote","version":"v1","effect_type":"internal_mutation"}}]}}
            """;

    private FakeSluice sluice;

    @BeforeEach
    void listen() throws IOException {
        sluice = new FakeSluice()
                .answers("/v1/commands", () -> "{\"tenant_id\":\"city\",\"command_id\":\"c-1\",\"saga_id\":\"city/k\"}")
                .answers("/v1/commands/city/c-1", () -> PLAN);
    }

    @AfterEach
    void close() {
        sluice.close();
    }

    @Test
    void shouldTellAPersonWhatWouldBeDone() {
        Outcome outcome = sluice.run("propose", "--tenant", "city", "--tool", "notice.send", "--dry-run");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sluice.sent().getFirst().path("dry_run").asBoolean()).isTrue();
        assertThat(outcome.out())
                .contains("Dry run: it would wait for approval. Nothing was called or begun.")
                .contains("1. send: tool notice.send (0123456789ab), external notification, pivot")
                .contains("policy: require approval (rule house/two, version v7): Ask.")
                .contains("approval: 2 different reviewers with the role senior, within 4h, asked before the first")
                .contains("request: POST /send of provider mail")
                .contains("Authorization: secret:token")
                .contains("request: not known yet: it takes what step send finds, $/steps/send/external_ref")
                .contains("undone by: case.unnote (v1)");
    }

    @Test
    void shouldGiveTheResultAsItIsWithJson() {
        Outcome outcome = sluice.run("propose", "--tenant", "city", "--tool", "notice.send", "--dry-run", "--json");

        assertThat(FakeSluice.json(outcome.out())).isEqualTo(FakeSluice.json(PLAN));
    }

    @Test
    void shouldFailWhereTheCommandWouldBeRefused() {
        sluice.answers(
                "/v1/commands/city/c-1",
                () -> "{\"state\":\"dry_run\",\"reason\":\"denied\",\"error\":\"step 'send': no.\","
                        + "\"plan\":{\"outlook\":\"be_refused\",\"steps\":[]}}");

        Outcome outcome = sluice.run("propose", "--tenant", "city", "--tool", "notice.send", "--dry-run");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("it would be refused");
        assertThat(outcome.err()).contains("It would be refused (denied): step 'send': no.");
    }
}
