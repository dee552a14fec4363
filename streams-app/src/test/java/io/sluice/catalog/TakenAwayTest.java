package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A document is not removed; it is applied again with nothing in it. */
class TakenAwayTest {
    private static final AgentGrant.Proposer AGENT = new AgentGrant.Proposer("agent-7", Set.of(), "city", "run-1");
    private static final String GRANT = "kind: agent_grant\nname: g\nagents: [agent-7]\ntenants: [city]\n";
    private static final String RULE =
            "kind: policy\nname: p\nrules: [{name: a, result: require_approval, approval: {role: r}}]\n";
    private static final String ROLE = "kind: role\nname: r\ntenants: [city]\n";

    @Test
    void shouldTakeAwayWhatAGrantGave() throws Exception {
        CatalogSnapshot given = CatalogSnapshot.of(documents("kind: tool\nname: t\neffect_type: read\nprovider: p\n"
                + "call: {method: GET, path: /a}\n---\n" + GRANT + "tools: [t]\n"));
        CatalogSnapshot taken = given.with(documents(GRANT + "tools: []\n"));
        ToolContract tool = given.tool("t").orElseThrow();

        assertThat(given.mayUse(AGENT, tool)).isTrue();
        assertThat(taken.problems()).isEmpty();
        assertThat(taken.mayUse(AGENT, tool)).isFalse();
    }

    @Test
    void shouldTakeARoleFromEverybodyWhereNoRuleAsksForIt() throws Exception {
        CatalogSnapshot given = CatalogSnapshot.of(documents(ROLE + "members: [ada]\n"));
        List<String> nobody = documents(ROLE + "members: []\n");
        List<String> rule = documents(RULE);

        assertThat(given.with(nobody).problems()).isEmpty();
        assertThat(given.with(nobody).inForce())
                .singleElement()
                .isInstanceOfSatisfying(
                        CatalogDocument.Role.class,
                        role -> assertThat(role.definition().members()).isEmpty());
        assertThat(given.with(rule).with(nobody).problems())
                .singleElement()
                .asString()
                .contains("add members");
    }

    private static List<String> documents(String yaml) throws CatalogException {
        return CatalogParser.parse("catalog.yaml", yaml).stream()
                .map(CatalogDocument::json)
                .toList();
    }
}
