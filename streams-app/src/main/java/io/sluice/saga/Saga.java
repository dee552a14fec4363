package io.sluice.saga;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
        return withSteps(List.of());
    }

    Saga withStep(Step changed) {
        List<Step> next = new ArrayList<>(steps);
        next.replaceAll(step -> step.name().equals(changed.name()) ? changed : step);
        return withSteps(next);
    }

    Saga withSteps(List<Step> next) {
        return copy(to -> to.steps = List.copyOf(next));
    }

    Saga withStatus(SagaStatus next, @Nullable String why) {
        return copy(to -> {
            to.status = next;
            to.reason = why;
        });
    }

    Saga withResult(CommandResult told) {
        return copy(to -> to.result = told);
    }

    Saga withFailedStep(@Nullable String step) {
        return step == null ? this : copy(to -> to.failedStep = step);
    }

    Saga escalate() {
        return copy(to -> to.escalated = true);
    }

    Saga next(Instant at) {
        return copy(to -> {
            to.sequence++;
            to.updatedAt = at;
        });
    }

    private Saga copy(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** A copy in the making: what may change of a saga. */
    private static final class Copy {

        private final Saga from;
        private SagaStatus status;
        private @Nullable String reason;
        private List<Step> steps;
        private boolean escalated;
        private @Nullable String failedStep;
        private long sequence;
        private Instant updatedAt;
        private @Nullable CommandResult result;

        Copy(Saga from) {
            this.from = from;
            this.status = from.status;
            this.reason = from.reason;
            this.steps = from.steps;
            this.escalated = from.escalated;
            this.failedStep = from.failedStep;
            this.sequence = from.sequence;
            this.updatedAt = from.updatedAt;
            this.result = from.result;
        }

        Saga made() {
            return new Saga(
                    from.sagaId,
                    from.tenantId,
                    from.command,
                    from.commandHash,
                    from.definitionVersion,
                    status,
                    reason,
                    steps,
                    escalated,
                    failedStep,
                    sequence,
                    from.createdAt,
                    updatedAt,
                    from.deadline,
                    result);
        }
    }
}
