package io.sluice.saga.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.ArgumentSchema;
import io.sluice.catalog.Catalog;
import io.sluice.catalog.Conditions;
import io.sluice.catalog.InvalidArgumentsException;
import io.sluice.catalog.Renderer;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.SagaDefinition;
import io.sluice.catalog.Scope;
import io.sluice.catalog.ToolContract;
import io.sluice.effect.ConfirmedBy;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.RenderedRequest;
import io.sluice.effect.RequestHash;
import io.sluice.idempotency.CanonicalJson;
import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Confirmation;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.Rendered;
import io.sluice.saga.Saga;
import io.sluice.saga.Step;
import io.sluice.saga.ToolRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an effect into the request that will be sent, from the command and the results recorded so far. */
final class Rendering {

    private Rendering() {}

    /**
     * Renders the request of one effect.
     *
     * @throws InvalidArgumentsException when the tool does not take what it would be given
     * @throws io.sluice.catalog.NotAtomicException when the provider might do a part of it only
     * @throws RenderingException when the contract is gone or a mapping names a value that is not there
     */
    static Rendered render(Saga saga, Step step, Direction direction, Catalog catalog) throws RenderingException {
        Effect effect = direction == Direction.FORWARD ? step.forward() : compensationOf(step);
        JsonNode arguments = direction == Direction.FORWARD
                ? forwardArguments(saga, step, catalog)
                : compensationArguments(saga, step, catalog);
        ToolContract contract = contract(catalog, effect.tool());
        requireTaken(contract, arguments);
        RenderedRequest request = Renderer.call(contract, scope(saga, step, effect, arguments, null));
        return new Rendered(arguments.toString(), request, RequestHash.of(request));
    }

    private static void requireTaken(ToolContract contract, JsonNode arguments) throws InvalidArgumentsException {
        ArgumentSchema schema = contract.arguments();
        Optional<String> problem = schema == null ? Optional.empty() : schema.problem(arguments);
        if (problem.isPresent()) {
            throw new InvalidArgumentsException(
                    "tool '" + contract.name() + "' does not take these arguments: " + problem.get());
        }
    }

    /**
     * Renders the lookup of one effect, null where its contract has none. An external reference that is not known yet
     * stays a placeholder.
     *
     * @throws RenderingException when the contract is gone or a mapping names a value that is not there
     */
    static @Nullable RenderedRequest lookup(Saga saga, Step step, Direction direction, Catalog catalog)
            throws RenderingException {
        Effect effect = direction == Direction.FORWARD ? step.forward() : compensationOf(step);
        ToolContract contract = contract(catalog, effect.tool());
        Rendered rendered = effect.rendered();
        if (contract.lookup() == null || rendered == null) {
            return null;
        }
        JsonNode arguments = CommandJson.parse(rendered.arguments());
        return Renderer.lookup(
                contract.lookup(),
                contract,
                scope(saga, step, effect, arguments, effect.progress().externalRef()));
    }

    /**
     * What makes the step the same business act as another one, as canonical JSON; null where its contract has no
     * business key.
     *
     * @throws RenderingException when the contract is gone or a template names a value that is not there
     */
    static @Nullable String businessKey(Saga saga, Step step, Catalog catalog) throws RenderingException {
        JsonNode parts = contract(catalog, step.forward().tool()).businessKey();
        if (parts == null) {
            return null;
        }
        Rendered rendered = step.forward().rendered();
        JsonNode arguments =
                rendered == null ? forwardArguments(saga, step, catalog) : CommandJson.parse(rendered.arguments());
        return CanonicalJson.canonicalize(Renderer.json(parts, scope(saga, step, step.forward(), arguments, null)));
    }

    static ToolContract contract(Catalog catalog, ToolRef tool) throws RenderingException {
        return catalog.tool(tool.name(), tool.version())
                .orElseThrow(() -> new RenderingException("the catalog no longer holds version " + tool.version()
                        + " of tool '" + tool.name() + "'; apply a catalog that contains it"));
    }

    /**
     * What the saga's definition says of a step; null for a saga without one.
     *
     * @throws RenderingException when the definition is gone
     */
    static SagaDefinition.@Nullable StepDefinition definition(Draft draft, Step step) throws RenderingException {
        Saga saga = draft.saga();
        return saga.command().definition() == null
                ? null
                : definition(saga, step, draft.context().catalog());
    }

    /** What the conditions of every step can see before the saga has begun. */
    static Scope scope(Command command) {
        return new Scope(document(command, CommandJson.parse(command.arguments())));
    }

    /** What the conditions of a step can see. */
    static Scope scope(Saga saga, Step step) {
        JsonNode arguments = CommandJson.parse(saga.commandOf(step).arguments());
        return scope(saga, step, step.forward(), arguments, null);
    }

    private static JsonNode forwardArguments(Saga saga, Step step, Catalog catalog) throws RenderingException {
        Command command = saga.commandOf(step);
        JsonNode given = CommandJson.parse(command.arguments());
        if (command.tool() != null) {
            return given;
        }
        return Renderer.json(
                definition(saga, step, catalog).arguments(), scope(saga, step, step.forward(), given, null));
    }

    private static SagaDefinition.StepDefinition definition(Saga saga, Step step, Catalog catalog)
            throws RenderingException {
        return definition(saga, catalog).steps().stream()
                .filter(candidate -> candidate.name().equals(step.name()))
                .findFirst()
                .orElseThrow(() -> new RenderingException("the definition has no step '" + step.name() + "'"));
    }

    /**
     * Whether there is anything for the step's compensation to undo.
     *
     * @throws RenderingException when the contract is gone
     */
    static boolean isAnythingToUndo(Saga saga, Step step, Catalog catalog) throws RenderingException {
        ToolContract.Compensation compensation =
                contract(catalog, step.forward().tool()).compensation();
        String when = compensation == null ? null : compensation.when();
        if (when == null) {
            return true;
        }
        Scope scope = compensationScope(saga, step);
        return Conditions.holds(when, scope) || (isToldByOthers(step.forward()) && !Conditions.isKnown(when, scope));
    }

    /** Nobody has the answer of the call itself: what is missing from what is known need not have been missing there. */
    private static boolean isToldByOthers(Effect forward) {
        Confirmation confirmation = forward.confirmation();
        return confirmation != null
                && (confirmation.confirmedBy() == ConfirmedBy.OPERATOR
                        || confirmation.confirmedBy() == ConfirmedBy.RECONCILIATION);
    }

    private static JsonNode compensationArguments(Saga saga, Step step, Catalog catalog) throws RenderingException {
        ToolContract.Compensation compensation =
                contract(catalog, step.forward().tool()).compensation();
        if (compensation == null) {
            throw new RenderingException("tool '" + step.forward().tool().name() + "' has no compensation");
        }
        return Renderer.json(compensation.arguments(), compensationScope(saga, step));
    }

    private static Scope compensationScope(Saga saga, Step step) {
        ObjectNode document = document(
                saga,
                step,
                compensationOf(step),
                CommandJson.parse(saga.commandOf(step).arguments()));
        document.set("forward", outcome(step.forward()));
        return new Scope(document);
    }

    private static SagaDefinition definition(Saga saga, Catalog catalog) throws RenderingException {
        String name = String.valueOf(saga.command().definition());
        String version = String.valueOf(saga.definitionVersion());
        return catalog.definition(name, version)
                .orElseThrow(() -> new RenderingException("the catalog no longer holds version " + version
                        + " of saga definition '" + name + "'; apply a catalog that contains it"));
    }

    private static Scope scope(Saga saga, Step step, Effect effect, JsonNode arguments, @Nullable String externalRef) {
        ObjectNode document = document(saga, step, effect, arguments);
        if (externalRef != null) {
            document.put("external_ref", externalRef);
        }
        return new Scope(document);
    }

    private static ObjectNode document(Saga saga, Step of, Effect effect, JsonNode arguments) {
        ObjectNode document = document(saga.commandOf(of), arguments);
        document.put("idempotency_key", effect.idempotencyKey());
        document.put("saga_id", saga.sagaId());
        String version = VersionAsks.expected(saga.commandOf(of), effect);
        boolean isUndo = effect.equals(of.compensation()); // the target has changed by what it undoes
        if (version != null && !isUndo) {
            document.put("expected_version", version);
        }
        ObjectNode steps = document.putObject("steps");
        for (Step step : saga.steps()) {
            if (step.forward().status() == EffectStatus.COMMITTED) {
                steps.set(step.name(), outcome(step.forward()));
            }
        }
        return document;
    }

    private static ObjectNode document(Command command, JsonNode arguments) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("command", CommandJson.facts(command));
        document.set("arguments", arguments);
        return document;
    }

    private static ObjectNode outcome(Effect effect) {
        ObjectNode outcome = JsonNodeFactory.instance.objectNode();
        Rendered rendered = effect.rendered();
        Confirmation confirmation = effect.confirmation();
        if (rendered != null) {
            outcome.set("arguments", CommandJson.parse(rendered.arguments()));
        }
        if (confirmation != null && confirmation.externalRef() != null) {
            outcome.put("external_ref", confirmation.externalRef());
        }
        if (confirmation != null && confirmation.result() != null) {
            outcome.set("result", CommandJson.parse(confirmation.result()));
        }
        return outcome;
    }

    private static Effect compensationOf(Step step) {
        Effect effect = step.compensation();
        if (effect == null) {
            throw new IllegalStateException("step '" + step.name() + "' has no compensation registered");
        }
        return effect;
    }
}
