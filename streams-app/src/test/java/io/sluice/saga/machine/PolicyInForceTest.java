package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.APPROVED;
import static io.sluice.effect.EffectStatus.FAILED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.policy.Verdict;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rules of a catalog at work in the machine. Invariant 4. */
class PolicyInForceTest {
    private static final String SEND = """
            kind: tool
            name: send
            effect_type: external_notification
            reversibility: pivot
            provider: p
            honours_key: true
            call: {path: /send, headers: {Key: $/idempotency_key}, body: {note: $/arguments/note}}
            answers: {external_ref: /id}
            """;
    private static final String QUOTE = """
            kind: tool
            name: quote
            effect_type: read
            provider: p
            call: {method: GET, path: /quote}
            answers: {external_ref: /id}
            """;
    private static final String SAGA = """
            kind: saga
            name: quoted
            steps:
              - {name: quote, tool: quote}
              - {name: send, tool: send, arguments: {note: $/steps/quote/external_ref}}
            """;
    private static final String SENIORS = """
            kind: role
            name: senior
            members: [s-1, s-2, agent-7]
            tenants: ["*"]
            """;

    private static CatalogSnapshot with(String rules, String... more) {
        String policy = "kind: policy\nname: p\nrules: [" + rules + "]";
        return YamlCatalog.of(String.join("\n---\n", SEND, QUOTE, SAGA, policy), String.join("\n---\n", more));
    }

    private static Scenario scenario(CatalogSnapshot catalog) {
        return Scenario.with(catalog).policy(catalog.policy());
    }

    @Test
    void shouldNotBeginWhatARuleDenies() {
        scenario(with("{name: never, when: contract.name == 'send', result: deny, explanation: No mail today.}"))
                .propose(Commands.tool("send"))
                .expectEffect("send", FAILED)
                .expectSaga(SagaStatus.FAILED)
                .expectReason(Reason.DENIED)
                .expectCallsOf("send", 0);
    }

    @Test
    void shouldCallWithoutAnApprovalWhatARuleAllows() {
        scenario(with("{name: ok, when: command.arguments.note == 'hello', result: allow}"))
                .propose(Commands.tool("send"))
                .expectCall("send");
    }

    @Test
    void shouldDecideOnAResultWhenItIsKnown() {
        Scenario scenario = scenario(
                        with("{name: nope, when: step.name == 'send' && step.arguments.note != '', result: deny}"))
                .propose(Commands.saga("quoted"))
                .expectCall("quote")
                .answers(SUCCEEDED)
                .expectCallsOf("send", 0)
                .expectReason(Reason.DENIED);

        assertThat(scenario.events()
                        .filter(SagaEvent.PolicyDecided.class::isInstance)
                        .map(SagaEvent.PolicyDecided.class::cast)
                        .filter(decided -> decided.effect().step().equals("send"))
                        .map(decided -> decided.phase() + " " + decided.verdict() + " " + decided.rule()))
                .containsExactly(
                        SagaEvent.Phase.PROPOSAL + " " + Verdict.ALLOW + " p/nope",
                        SagaEvent.Phase.INTENT + " " + Verdict.DENY + " p/nope");
    }

    @Test
    void shouldTakeTwoDifferentReviewersOfTheRole() {
        scenario(with("{name: two, result: require_approval, approval: {role: senior, reviewers: 2}}", SENIORS))
                .propose(Commands.tool("send"))
                .grant("outsider")
                .expectRejected(Reason.REVIEWER_LACKS_ROLE)
                .grant("agent-7")
                .expectRejected(Reason.REVIEWER_IS_PROPOSER)
                .grant("s-1")
                .expectEffect("send", APPROVAL_REQUIRED)
                .grant("s-1")
                .expectRejected(Reason.REVIEWER_GRANTED_BEFORE)
                .expectCallsOf("send", 0)
                .grant("s-2")
                .expectCall("send");
    }

    @Test
    void shouldLetTheFirstOfTwoReviewersTakeHisWordBack() {
        scenario(with("{name: two, result: require_approval, approval: {role: senior, reviewers: 2}}", SENIORS))
                .propose(Commands.tool("send"))
                .grant("s-1")
                .withdraw("s-2")
                .expectRejected(Reason.APPROVAL_CLOSED)
                .withdraw("s-1")
                .expectNotRejected()
                .expectReason(Reason.APPROVAL_WITHDRAWN)
                .expectCallsOf("send", 0);
    }

    @Test
    void shouldNotLetAnOutsiderReject() {
        scenario(with("{name: one, result: require_approval, approval: {role: senior}}", SENIORS))
                .propose(Commands.tool("send"))
                .reject("outsider", "because")
                .expectRejected(Reason.REVIEWER_LACKS_ROLE)
                .expectEffect("send", APPROVAL_REQUIRED);
    }

    @Test
    void shouldKeepARequestOpenAsLongAsTheRuleSays() {
        Scenario scenario = scenario(with("{name: one, result: require_approval, approval: {expires: 10m}}"))
                .propose(Commands.tool("send"));

        assertThat(scenario.approvalOf("send").expiresAt()).isEqualTo(Scenario.START.plus(Duration.ofMinutes(10)));
        scenario.passesUntilDue().expectReason(Reason.APPROVAL_EXPIRED).expectCallsOf("send", 0);
    }

    @Test
    void shouldAskAgainWhenAReviewerHasLostTheRoleBeforeTheCall() {
        String rule = "{name: one, when: contract.name == 'send', result: require_approval, approval: {role: senior}}";
        String saga =
                "kind: saga\nname: plain\nsteps: [{name: quote, tool: quote}, {name: send, tool: send, arguments: {note: x}}]";
        CatalogSnapshot before = with(rule, SENIORS, saga);
        CatalogSnapshot after = with(rule, SENIORS.replace("s-1, ", ""), saga);

        scenario(before)
                .propose(Commands.saga("plain"))
                .grant("s-1")
                .expectEffect("send", APPROVED)
                .catalogArrives(after)
                .answers(SUCCEEDED)
                .expectEffect("send", APPROVAL_REQUIRED)
                .expectCallsOf("send", 0)
                .grant("s-2")
                .expectCall("send");
    }
}
