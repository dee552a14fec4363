package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each result, each variable and each way a rule cannot decide. Invariant 4. */
class PolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-05T21:30:00Z");
    private static final ApprovalTerms TERMS = new ApprovalTerms("senior", 2, Duration.ofHours(4));
    private static final String DOCUMENT = """
            {"command": {"tenant_id": "city", "definition": "notice", "arguments": {"total": 5, "rate": 0.5, "tags": ["a"]}},
             "contract": {"effect_type": "external_notification", "provider": "mail", "honours_key": true},
             "step": {"name": "send", "reversibility": "pivot", "arguments": {"to": "p-1"}},
             "agent": {"id": "agent-7", "run_id": "run-1", "roles": ["worker"]},
             "target": {"type": "case", "id": "case-17"},
             "history": {"steps": ["register"], "tools": ["case.register"], "calls": 0}}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "true",
                "command.tenant_id == 'city' && command.definition == 'notice'",
                "command.arguments.total > 3 && command.arguments.total > 4.5 && command.arguments.rate < 1",
                "'a' in command.arguments.tags && command.arguments.tags.exists(t, t.startsWith('a'))",
                "contract.effect_type == 'external_notification' && contract.honours_key",
                "step.name == 'send' && step.arguments.to.matches('^p-[0-9]+$')",
                "agent.id == 'agent-7' && 'worker' in agent.roles",
                "target.type == 'case' && !has(target.expected_version)",
                "'register' in history.steps && history.calls == 0",
                "time - history.started > duration('13h')",
                "command.arguments.total + 1 == 6 && time + duration('1h') > time",
                "['city', 'b'].filter(t, t == command.tenant_id).size() == 1",
                "[{'tags': ['a']}].exists(i, i.tags.exists_one(t, t in command.arguments.tags))",
                "time.getHours('Europe/Berlin') >= 22",
            })
    void shouldDecideWhereItsConditionHolds(String condition) {
        assertThat(decide(rule("r", condition, Verdict.DENY)))
                .extracting(PolicyDecision::verdict, PolicyDecision::rule)
                .containsExactly(Verdict.DENY, "p/r");
        assertThat(decide(rule("r", "!(" + condition + ")", Verdict.DENY)).rule())
                .isEqualTo("risky-effect");
    }

    @Test
    void shouldAskRulesInTheirOrderAndStopAtTheFirstThatHolds() {
        PolicyDecision decision = decide(
                rule("no", "false", Verdict.DENY),
                rule("first", "target.type == 'case'", Verdict.ALLOW),
                rule("second", "true", Verdict.DENY));

        assertThat(decision.verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(decision.rule()).isEqualTo("p/first");
    }

    @Test
    void shouldAskPoliciesInTheirOrder() {
        PolicyDefinition late = new PolicyDefinition("a", "v", 200, List.of(rule("x", "true", Verdict.DENY)));
        PolicyDefinition early = new PolicyDefinition("b", "v", 10, List.of(rule("y", "true", Verdict.ALLOW)));

        assertThat(RulePolicy.of(List.of(late, early)).decide(question(true)).rule())
                .isEqualTo("b/y");
    }

    @Test
    void shouldSayWhatAnApprovalTakes() {
        PolicyDecision decision =
                decide(new PolicyRule("r", null, Verdict.REQUIRE_APPROVAL, TERMS, null, "seniors decide"));

        assertThat(decision.verdict()).isEqualTo(Verdict.REQUIRE_APPROVAL);
        assertThat(decision.terms()).isEqualTo(TERMS);
        assertThat(decision.explanation()).isEqualTo("seniors decide");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command.recipient_id == 'x' | key 'recipient_id' is not present",
                "command.arguments.total / 0 == 1 | by zero",
                "command.arguments.total.startsWith('5') | No matching overload",
                "command.tenant_id | no answer of yes or no",
                "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, a + b + c + d > 0)))) | Iteration budget exceeded",
            })
    void shouldDenyWhereARuleCannotBeEvaluated(String condition, String why) {
        PolicyDecision decision = decide(rule("r", condition, Verdict.ALLOW), rule("next", "true", Verdict.ALLOW));

        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(decision.rule()).isEqualTo("p/r");
        assertThat(decision.explanation())
                .startsWith("the rule cannot be evaluated: ")
                .contains(why);
    }

    @Test
    void shouldLeaveOpenWhatDependsOnArgumentsThatAreNotKnownYet() {
        Policy policy = policy(rule("r", "step.arguments.to == 'p-1'", Verdict.DENY));

        assertThat(policy.decide(question(false)).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(policy.decide(question(false)).explanation()).contains("asked again before the call");
        assertThat(policy.decide(question(true)).verdict()).isEqualTo(Verdict.DENY);
        assertThat(policy(rule("r", "step.name == 'x' && step.arguments.to == 'p-1'", Verdict.DENY))
                        .decide(question(false))
                        .rule())
                .isEqualTo("risky-effect");
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONCOMPENSABLE, ALLOW",
        "READ, NONCOMPENSABLE, ALLOW",
        "DRAFT, NONCOMPENSABLE, ALLOW",
        "INTERNAL_MUTATION, COMPENSABLE, ALLOW",
        "INTERNAL_MUTATION, RETRYABLE, REQUIRE_APPROVAL",
        "INTERNAL_MUTATION, PIVOT, REQUIRE_APPROVAL",
        "INTERNAL_MUTATION, NONCOMPENSABLE, REQUIRE_APPROVAL",
        "EXTERNAL_NOTIFICATION, PIVOT, REQUIRE_APPROVAL",
        "EXTERNAL_TRANSACTION, COMPENSABLE, REQUIRE_APPROVAL",
        "IRREVERSIBLE, NONCOMPENSABLE, REQUIRE_APPROVAL",
        "META_EFFECT, COMPENSABLE, DENY",
    })
    void shouldGoByTheEffectTypeWhereNoRuleDecides(EffectType type, Reversibility reversibility, Verdict expected) {
        assertThat(new BuiltInPolicy()
                        .decide(question(type, reversibility, false))
                        .verdict())
                .isEqualTo(expected);
        assertThat(policy(rule("r", "false", Verdict.DENY))
                        .decide(question(type, reversibility, false))
                        .verdict())
                .isEqualTo(expected);
        assertThat(new BuiltInPolicy()
                        .decide(question(type, reversibility, true))
                        .verdict())
                .isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldHaveAnotherVersionWhenAnyPolicyHas() {
        PolicyDefinition one = new PolicyDefinition("a", "v1", 1, List.of());
        PolicyDefinition other = new PolicyDefinition("a", "v2", 1, List.of());

        assertThat(version(one)).isEqualTo(version(one)).isNotEqualTo(version(other));
        assertThat(RulePolicy.of(List.of()).decide(question(true)).policyVersion())
                .isEqualTo(BuiltInPolicy.VERSION);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 + | is no condition in CEL",
                "size(command) | is no condition in CEL",
                "fetch('http://example.org') | is no condition in CEL",
                "commnad.tenant_id == 'x' | is no condition in CEL",
                "command.tennant_id == 'x' | asks for command.tennant_id, which no question has",
                "target.id == 'y' && contract.nam == 'x' | asks for contract.nam",
            })
    void shouldNotCompileWhatIsNoConditionOrMisspelt(String condition, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.compile(condition))
                .withMessageContaining(problem);
    }

    @Test
    void shouldNotCompileWhatIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Condition.compile("true || " + " ".repeat(Condition.MAX_LENGTH) + "true"));
    }

    @Test
    void shouldGiveTheSameAnswerToTheSameQuestion() {
        List<PolicyRule> rules = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rules.add(rule("r" + i, "command.tenant_id == 'other' && command.arguments.total > " + i, Verdict.DENY));
        }
        Policy policy = policy(rules.toArray(PolicyRule[]::new));

        assertThat(policy.decide(question(true))).isEqualTo(policy.decide(question(true)));
    }

    private static PolicyRule rule(String name, String condition, Verdict result) {
        return new PolicyRule(name, Condition.compile(condition), result, ApprovalTerms.USUAL, null, null);
    }

    private static Policy policy(PolicyRule... rules) {
        return RulePolicy.of(List.of(new PolicyDefinition("p", "v1", 100, List.of(rules))));
    }

    private static PolicyDecision decide(PolicyRule... rules) {
        return policy(rules).decide(question(true));
    }

    private static String version(PolicyDefinition definition) {
        return RulePolicy.of(List.of(definition)).decide(question(true)).policyVersion();
    }

    private static PolicyQuestion question(boolean argumentsKnown) {
        return new PolicyQuestion(
                "city",
                "agent-7",
                "notice.send",
                EffectType.EXTERNAL_NOTIFICATION,
                Reversibility.PIVOT,
                false,
                () -> facts(argumentsKnown));
    }

    private static PolicyQuestion question(EffectType type, Reversibility reversibility, boolean compensation) {
        return new PolicyQuestion(
                "city", "agent-7", "notice.send", type, reversibility, compensation, () -> facts(true));
    }

    private static Facts facts(boolean argumentsKnown) {
        try {
            return new Facts(JSON.readTree(DOCUMENT), START, NOW, argumentsKnown);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
