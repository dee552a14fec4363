package io.sluice.saga.machine;

import static io.sluice.effect.EffectStatus.APPROVAL_REQUIRED;
import static io.sluice.effect.EffectStatus.COMMITTED;
import static io.sluice.effect.OutcomeResult.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogSnapshot;
import io.sluice.claim.ClaimAnswer;
import io.sluice.claim.ClaimAnswer.Result;
import io.sluice.claim.ClaimKind;
import io.sluice.claim.ClaimMessage.ClaimAsk;
import io.sluice.claim.Terms;
import io.sluice.policy.Verdict;
import io.sluice.saga.Claim;
import io.sluice.saga.CommandBuilder;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Output;
import io.sluice.saga.Reason;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each result of a rule leads to, each recorded with its rule and the version of the policies. Invariant 4. */
class PolicyResultsTest {

    private static final String SEND = """
            kind: tool
            name: send
            effect_type: external_notification
            reversibility: pivot
            provider: p
            honours_key: true
            call: {path: /send, headers: {Key: $/idempotency_key}}
            """;
    private static final String SLOWLY = "result: throttle, throttle: {concurrency: 2, rate: {max: 10, per: 1m}}";

    private static CatalogSnapshot catalog(String rules) {
        return YamlCatalog.of(SEND, "kind: policy\nname: p\nrules: [" + rules + "]");
    }

    private static Scenario proposed(String rules) {
        CatalogSnapshot catalog = catalog(rules);
        return Scenario.with(catalog).policy(catalog.policy()).propose(Commands.tool("send"));
    }

    private static List<ClaimAsk> asks(Scenario scenario) {
        return scenario.outputs()
                .filter(Output.SendClaim.class::isInstance)
                .map(output -> ((Output.SendClaim) output).message())
                .filter(ClaimAsk.class::isInstance)
                .map(ClaimAsk.class::cast)
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "result: allow | ALLOW | calls",
                "result: deny | DENY | fails",
                "result: require_approval | REQUIRE_APPROVAL | waits for a reviewer",
                "result: throttle, throttle: {concurrency: 1} | THROTTLE | waits its turn",
                "result: allow, when: command.arguments.absent == 1 | DENY | fails",
                "result: throttle, throttle: {concurrency: 1}, when: 1 / 0 == 1 | DENY | fails",
            })
    void shouldDoWhatTheRuleSays(String rule, Verdict verdict, String outcome) {
        Scenario scenario = proposed("{name: r, " + rule + "}");

        assertThat(scenario.events()
                        .filter(SagaEvent.PolicyDecided.class::isInstance)
                        .map(SagaEvent.PolicyDecided.class::cast))
                .isNotEmpty()
                .allSatisfy(decided -> {
                    assertThat(decided.verdict()).isEqualTo(verdict);
                    assertThat(decided.rule()).isEqualTo("p/r");
                    assertThat(decided.policyVersion())
                            .isNotEqualTo("built-in/2")
                            .isNotBlank();
                });
        switch (outcome) {
            case "calls" -> scenario.expectCall("send");
            case "fails" ->
                scenario.expectSaga(SagaStatus.FAILED).expectEffectReason(EffectRef.forward("send"), Reason.DENIED);
            case "waits for a reviewer" -> scenario.expectNothingUnderWay().expectEffect("send", APPROVAL_REQUIRED);
            default -> {
                scenario.expectNothingUnderWay();
                assertThat(asks(scenario)).singleElement().satisfies(ask -> {
                    assertThat(ask.terms()).isEqualTo(new Terms(1, 0, 0));
                    assertThat(ask.subject()).isEqualTo("rule p/r");
                });
            }
        }
    }

    @Test
    void shouldCallWhatHasItsTurnAndGiveTheTurnBack() {
        Scenario scenario = proposed("{name: slow, " + SLOWLY + "}");
        scenario.ledgerAnswers(scenario.saga().claims().getFirst(), Result.QUEUED)
                .expectNothingUnderWay()
                .expectEffectReason(EffectRef.forward("send"), Reason.THROTTLED);

        scenario.ledgerAnswers(scenario.saga().claims().getFirst(), Result.HELD).expectCall("send");
        assertThat(asks(scenario))
                .singleElement()
                .satisfies(ask -> assertThat(ask.terms()).isEqualTo(new Terms(2, 10, 60_000)));
        scenario.answers(SUCCEEDED).expectEffect("send", COMMITTED);
        assertThat(scenario.saga().claims()).isEmpty();
    }

    /** A command of one tenant never waits for another tenant's. Invariant 11. */
    @Test
    void shouldKeepATurnForEachTenantAndRule() {
        Scenario one = proposed("{name: slow, " + SLOWLY + "}");
        Scenario other = proposed("{name: slower, " + SLOWLY + "}");

        assertThat(asks(one).getFirst().key()).startsWith("acme/limit/");
        assertThat(asks(other).getFirst().key())
                .isNotEqualTo(asks(one).getFirst().key());
    }

    @Test
    void shouldWaitItsTurnWhereARuleSaysSoOnlyBeforeTheCall() {
        CatalogSnapshot free = catalog("{name: free, result: require_approval}");
        CatalogSnapshot slow = catalog("{name: slow, " + SLOWLY + "}");
        Scenario scenario = Scenario.with(free).policy(free.policy()).propose(Commands.tool("send"));

        scenario.policy(slow.policy()).grant("reviewer-1").expectNothingUnderWay();
        scenario.ledgerAnswers(scenario.saga().claims().getFirst(), Result.HELD).expectCall("send");
    }

    @Test
    void shouldAskForNothingMoreWhereTheRuleIsGoneInTheMeantime() {
        CatalogSnapshot free = catalog("{name: free, result: allow}");
        Scenario scenario = proposed("{name: slow, " + SLOWLY + "}");

        scenario.policy(free.policy())
                .ledgerAnswers(scenario.saga().claims().getFirst(), Result.HELD)
                .expectCall("send");
        assertThat(asks(scenario)).hasSize(1);
    }

    /** Invariant 4: a turn is no agreement, and a grant that expired while its effect waited for the turn is none either. */
    @Test
    void shouldNotTakeATurnForTheGrantOfAChangedTarget() {
        CatalogSnapshot catalog = YamlCatalog.of("""
                kind: tool
                name: change
                effect_type: internal_mutation
                reversibility: retryable
                provider: p
                honours_key: true
                expected_version: {on_stale: ask}
                call: {path: /change, headers: {Key: $/idempotency_key}}
                """, "kind: policy\nname: p\nrules: [{name: slow, " + SLOWLY + "}]");
        Scenario scenario = Scenario.with(catalog)
                .policy(catalog.policy())
                .propose(CommandBuilder.ofTool("change", Scenario.START)
                        .expects("3")
                        .build())
                .ledgerTells("4")
                .grant("reviewer-1")
                .waits(Scenario.LIMITS.approvalExpiry());

        for (int asked = 0; asked < 5 && !scenario.saga().claims().isEmpty(); asked++) {
            Claim claim = scenario.saga().claims().getLast();
            if (claim.kind() == ClaimKind.VERSION) {
                scenario.ledgerTells("4");
            } else {
                scenario.ledgerAnswers(claim, ClaimAnswer.Result.HELD);
            }
        }

        scenario.expectCallsOf("change", 0).expectEffectReason(EffectRef.forward("change"), Reason.APPROVAL_EXPIRED);
    }
}
