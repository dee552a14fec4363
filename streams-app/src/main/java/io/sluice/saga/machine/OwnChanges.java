package io.sluice.saga.machine;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.ToolContract;
import io.sluice.claim.TargetVersion;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.EffectStatus;
import io.sluice.effect.Outcome;
import io.sluice.saga.Bounds;
import io.sluice.saga.Command;
import io.sluice.saga.CommandJson;
import io.sluice.saga.Direction;
import io.sluice.saga.Effect;
import io.sluice.saga.EffectRef;
import io.sluice.saga.Evolver;
import io.sluice.saga.Rendered;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaEvent;
import io.sluice.saga.SagaStatus;
import io.sluice.saga.Step;
import io.sluice.saga.TargetCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A saga changes its target itself. Where a step's answer says which version it has left, the steps after it expect that one
 * and wait for the owner to tell of it; what others change is found as before.
 */
final class OwnChanges {

    private OwnChanges() {}

    static void follow(Draft draft, EffectRef ref, Outcome outcome) {
        SagaStatus status = draft.saga().status();
        boolean goesForward = status == SagaStatus.ACTIVE || status == SagaStatus.PENDING;
        if (goesForward && ref.direction() == Direction.FORWARD) {
            versionLeft(draft, ref, outcome).ifPresent(version -> left(draft, ref, version));
        }
    }

    /** Whether {@code version} is what the target had before the saga itself changed it, and so surely is no news. */
    static boolean isLeft(Saga saga, Command command, String version) {
        Set<String> left = new HashSet<>();
        for (Step step : saga.steps()) {
            TargetCheck check = step.forward().target();
            if (check != null && check.leftAt() != null && saga.commandOf(step).isOnTargetOf(command)) {
                left.add(check.expected());
                left.remove(check.leftAt()); // what is no number may come again
            }
        }
        return left.stream().anyMatch(before -> TargetVersion.isSame(before, version));
    }

    private static void left(Draft draft, EffectRef ref, String version) {
        List<EffectRef> followers = followers(draft, ref);
        TargetCheck check = draft.effect(ref).target();
        if (check != null && !TargetVersion.isSame(check.expected(), version)) {
            draft.add(new SagaEvent.VersionLeft(ref, version));
        }
        followers.forEach(next -> follow(draft, next, version));
    }

    private static Optional<String> versionLeft(Draft draft, EffectRef ref, Outcome outcome) {
        String response = outcome.response();
        AttemptKind kind = Attempts.kindOf(outcome.intentId());
        String pointer = draft.context()
                .catalog()
                .tool(draft.effect(ref).tool().name(), draft.effect(ref).tool().version())
                .map(contract -> pointer(contract, kind))
                .orElse(null);
        if (response == null || pointer == null) {
            return Optional.empty();
        }
        JsonNode version = CommandJson.parse(response).at(pointer);
        return version.isTextual() || version.isIntegralNumber()
                ? Optional.of(version.asText()).filter(Bounds::isId)
                : Optional.empty();
    }

    private static @Nullable String pointer(ToolContract contract, AttemptKind kind) {
        ToolContract.Lookup lookup = contract.lookup();
        return switch (kind) {
            case CALL -> contract.answers().version();
            case LOOKUP -> lookup == null ? null : lookup.version();
        };
    }

    /** What is still to be called for the version that this one was called for. */
    private static List<EffectRef> followers(Draft draft, EffectRef ref) {
        Saga saga = draft.saga();
        Command by = saga.commandOf(draft.step(ref.step()));
        String from = VersionAsks.expected(by, draft.effect(ref));
        return saga.steps().stream()
                .filter(step -> isToCall(step) && saga.commandOf(step).isOnTargetOf(by))
                .filter(step -> Objects.equals(from, VersionAsks.expected(saga.commandOf(step), step.forward())))
                .map(step -> EffectRef.forward(step.name()))
                .filter(next -> VersionAsks.isWanted(draft, next))
                .toList();
    }

    private static boolean isToCall(Step step) {
        return Advance.isToDo(step)
                && step.forward().status() != EffectStatus.FAILED
                && step.forward().progress().callsEver() == 0;
    }

    private static void follow(Draft draft, EffectRef ref, String version) {
        boolean isOther = isOtherRequest(draft, ref, new SagaEvent.VersionFollowed(ref, version, false));
        draft.add(new SagaEvent.VersionFollowed(ref, version, isOther));
        if (isOther) {
            Permission.propose(draft, ref);
        }
    }

    private static boolean isOtherRequest(Draft draft, EffectRef ref, SagaEvent followed) {
        Effect effect = draft.effect(ref);
        Rendered before = effect.rendered();
        Saga after = Evolver.evolve(draft.saga(), followed, draft.now());
        Step step = after == null ? null : after.step(ref.step()).orElse(null);
        if (before == null || after == null || step == null) {
            return false;
        }
        try {
            Rendered now = Rendering.render(
                    after, step, ref.direction(), draft.context().catalog());
            return !now.requestHash().equals(before.requestHash());
        } catch (RenderingException e) {
            return true;
        }
    }
}
