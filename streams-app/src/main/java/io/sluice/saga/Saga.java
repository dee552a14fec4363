package io.sluice.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One logical operation: a command, its steps and where each stands.
 *
 * @param sagaId tenant, {@code /} and the command's idempotency key; also the record key everywhere
 * @param commandHash the command's payload without message id, time and approval id
 * @param reason the finer fact beside the status, one of {@link Reason}
 * @param failedStep the step whose failure ended the way forward; null while there is none
 * @param sequence counts the journal events of this saga; the first is 1
 * @param deadline when the saga must have ended
 * @param result what the proposer was last told; set once the saga has ended
 */
public record Saga(
        String sagaId,
        String tenantId,
        Command command,
        String commandHash,
        @Nullable String definitionVersion,
        SagaStatus status,
        @Nullable String reason,
        List<Step> steps,
        boolean escalated,
        @Nullable String failedStep,
        long sequence,
        Instant createdAt,
        Instant updatedAt,
        Instant deadline,
        @Nullable CommandResult result) {

    public Optional<Step> step(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }

    /** The effect that {@code ref} names, null where there is none. */
    public @Nullable Effect effect(EffectRef ref) {
        return step(ref.step()).map(step -> step.effect(ref.direction())).orElse(null);
    }

    /** All effects, forward ones before compensations, in the order of the steps. */
    public Stream<Effect> effects() {
        return Stream.concat(
                steps.stream().map(Step::forward),
                steps.stream().flatMap(step -> Stream.ofNullable(step.compensation())));
    }

    /** The attempts that have no outcome yet. */
    public List<Attempt> openAttempts() {
        return effects()
                .flatMap(effect -> Stream.ofNullable(effect.progress().open()))
                .toList();
    }

    /** Whether the saga waits for a catalog that can plan it. */
    public boolean isDeferred() {
        return status == SagaStatus.PENDING && steps.isEmpty();
    }

    /** What is kept of an ended saga for the dedup window: enough to answer a duplicate. */
    public Saga stub() {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                status,
                reason,
                List.of(),
                escalated,
                failedStep,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                result);
    }

    Saga withStep(Step changed) {
        List<Step> next = new ArrayList<>(steps);
        next.replaceAll(step -> step.name().equals(changed.name()) ? changed : step);
        return withSteps(next);
    }

    Saga withSteps(List<Step> next) {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                status,
                reason,
                List.copyOf(next),
                escalated,
                failedStep,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                result);
    }

    Saga withStatus(SagaStatus next, @Nullable String why) {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                next,
                why,
                steps,
                escalated,
                failedStep,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                result);
    }

    Saga withResult(CommandResult told) {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                status,
                reason,
                steps,
                escalated,
                failedStep,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                told);
    }

    Saga withFailedStep(@Nullable String step) {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                status,
                reason,
                steps,
                escalated,
                step != null ? step : failedStep,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                result);
    }

    Saga escalate() {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                status,
                reason,
                steps,
                true,
                failedStep,
                sequence,
                createdAt,
                updatedAt,
                deadline,
                result);
    }

    Saga next(Instant at) {
        return new Saga(
                sagaId,
                tenantId,
                command,
                commandHash,
                definitionVersion,
                status,
                reason,
                steps,
                escalated,
                failedStep,
                sequence + 1,
                createdAt,
                at,
                deadline,
                result);
    }
}
