package io.sluice.bench.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A policy of many rules such as people write, none of which holds for {@link PolicyBenchmark}'s question but the last. */
final class PolicyCatalog {

    /** As many as the design asks for. */
    static final int RULES = 200;

    /** The name of the rule that decides. */
    static final String LAST = "otherwise";

    private static final String[] CONDITIONS = {
        "command.tenant_id == 'tenant-%d'",
        "contract.effect_type == 'external_transaction' && double(step.arguments.total) > 1000.0 + double(%d)",
        "contract.provider == 'provider-%d' && !contract.honours_key",
        "'role-%d' in agent.roles",
        "target.type == 'case' && target.id.startsWith('closed-%d-')",
        "has(command.recipient_id) && command.recipient_id.matches('^r-%d-[0-9]+$')",
        "history.calls > %d || 'tool-%1$d' in history.tools",
        "command.arguments.tags.exists(tag, tag == 'secret-%d')",
        "time - history.started > duration('%d00h')",
        "time.getHours('Europe/Berlin') < 7 && agent.id == 'agent-%d'",
    };

    private PolicyCatalog() {}

    /** As it is applied: a policy of {@link #RULES} rules of ten kinds; the last one always holds. */
    static String document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("kind", "policy");
        document.put("name", "city");
        ArrayNode rules = document.putArray("rules");
        for (int number = 0; number < RULES - 1; number++) {
            rules.addObject()
                    .put("name", "rule-" + number)
                    .put("when", CONDITIONS[number % CONDITIONS.length].formatted(100 + number))
                    .put("result", "deny");
        }
        rules.addObject().put("name", LAST).put("result", "allow");
        return document.toString();
    }
}
