package io.sluice.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What conditions see of a contract. */
public final class ContractFacts {

    private ContractFacts() {}

    public static ObjectNode of(ToolContract contract) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", contract.name());
        node.put("version", contract.version());
        node.put("effect_type", lower(contract.effectType()));
        node.put("reversibility", lower(contract.reversibility()));
        node.put("provider", contract.provider());
        node.put("honours_key", contract.honoursKey());
        node.put("can_be_looked_up", contract.lookup() != null);
        if (contract.event() != null) {
            node.put("event", contract.event());
        }
        return node;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
