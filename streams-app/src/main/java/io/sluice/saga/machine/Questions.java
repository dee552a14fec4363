package io.sluice.saga.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.ContractFacts;
import io.sluice.effect.EffectStatus;
import io.sluice.policy.Facts;
import io.sluice.policy.PolicyQuestion;
import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Rendered;
import io.sluice.saga.Saga;
import io.sluice.saga.Step;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts the question to policy: what conditions see of a saga and one of its effects. */
final class Questions {

    private Questions() {}

    /** @param rendered what would be sent; null while that is not known */
    static PolicyQuestion about(Draft draft, EffectRef ref, @Nullable Rendered rendered) {
        Effect effect = draft.effect(ref);
        Step step = draft.step(ref.step());
        return new PolicyQuestion(
                draft.saga().tenantId(),
                step.agentId(),
                effect.tool().name(),
                effect.tool().effectType(),
                step.reversibility(),
                ref.direction() == Direction.COMPENSATION,
                () -> facts(draft, ref, rendered));
    }

    /** @param rendered what would be sent; null while that is not known */
    static Facts facts(Draft draft, EffectRef ref, @Nullable Rendered rendered) {
        Effect effect = draft.effect(ref);
        Step step = draft.step(ref.step());
        Saga saga = draft.saga();
        Command command = saga.commandOf(step);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode facts = CommandJson.facts(command);
        facts.set("arguments", CommandJson.parse(command.arguments()));
        document.set("command", facts);
        document.set("contract", contract(draft, effect));
        document.set("step", step(step, rendered));
        ObjectNode agent = document.putObject("agent");
        agent.put("id", step.agentId());
        agent.put("run_id", command.runId());
        ArrayNode roles = agent.putArray("roles");
        Admission.roles(command, draft.context().catalog()).forEach(roles::add);
        ObjectNode target = document.putObject("target");
        put(target, "type", command.targetType());
        put(target, "id", command.targetId());
        put(target, "expected_version", VersionAsks.expected(command, effect));
        put(target, "version", saga.knownVersion(step));
        document.set("history", history(saga, effect));
        return new Facts(document, saga.createdAt(), draft.now(), rendered != null);
    }

    private static ObjectNode contract(Draft draft, Effect effect) {
        return draft.context()
                .catalog()
                .tool(effect.tool().name(), effect.tool().version())
                .map(ContractFacts::of)
                .orElseGet(() -> unknown(effect));
    }

    private static ObjectNode unknown(Effect effect) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", effect.tool().name());
        node.put("version", effect.tool().version());
        node.put("effect_type", lower(effect.tool().effectType()));
        return node;
    }

    private static JsonNode step(Step step, @Nullable Rendered rendered) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", step.name());
        node.put("reversibility", lower(step.reversibility()));
        if (rendered != null) {
            node.set("arguments", CommandJson.parse(rendered.arguments()));
        }
        return node;
    }

    private static ObjectNode history(Saga saga, Effect effect) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode steps = node.putArray("steps");
        ArrayNode tools = node.putArray("tools");
        for (Step step : saga.steps()) {
            if (step.forward().status() == EffectStatus.COMMITTED) {
                steps.add(step.name());
                tools.add(step.forward().tool().name());
            }
        }
        node.put("calls", effect.progress().calls());
        return node;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
