package io.sluice.saga;

import io.sluice.claim.ClaimKind;
import io.sluice.effect.AttemptKind;
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
 * @param open what is special about a saga to which an agent adds its steps; null for any other
 * @param undo what somebody last asked to be undone after the end; null where nobody did
 * @param quarantine why the machine leaves the saga alone until an operator looks; null while it does not
 * @param operations ids of the operators' interventions that took effect, the latest last
 * @param claims what it has asked the claim ledger for and not given back
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
        @Nullable OpenSaga open,
        SagaStatus status,
        @Nullable String reason,
        List<Step> steps,
        boolean escalated,
        @Nullable String failedStep,
        @Nullable RequestedUndo undo,
        @Nullable String quarantine,
        List<String> operations,
        List<Claim> claims,
        long sequence,
        Instant createdAt,
        Instant updatedAt,
        Instant deadline,
        @Nullable Long timeoutMs,
        @Nullable CommandResult result) {

    /** So many interventions are remembered, so that a redelivery of one is recognised. */
    private static final int OPERATIONS = 32;

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

    public Optional<Claim> claim(String claimId) {
        return claims.stream().filter(claim -> claim.claimId().equals(claimId)).findFirst();
    }

    /** Whether the effect's next call waits for the claim ledger. What looks it up or undoes it waits for nothing. */
    public boolean awaitsClaim(EffectRef ref) {
        Effect effect = effect(ref);
        return ref.direction() == Direction.FORWARD
                && status != SagaStatus.COMPENSATING
                && effect != null
                && effect.progress().nextKind() == AttemptKind.CALL
                && claims.stream().anyMatch(claim -> claim.state() != Claim.State.HELD && claim.isFor(ref));
    }

    /** Whether the claim ledger was asked for the version of the effect's target and has said nothing yet. */
    public boolean asksForVersion(EffectRef ref) {
        return claims.stream()
                .anyMatch(claim -> claim.kind() == ClaimKind.VERSION
                        && claim.state() == Claim.State.ASKED
                        && !claim.repeated()
                        && claim.effect().equals(ref));
    }

    /** The command that asked for {@code step}. */
    public Command commandOf(Step step) {
        AddedStep added = step.added();
        return added == null ? command : added.command();
    }

    /** The version that the step's target had when it, or another step on the same target, last asked; null where nobody knows. */
    public @Nullable String knownVersion(Step step) {
        Command command = commandOf(step);
        return Stream.concat(Stream.of(step), steps.reversed().stream())
                .filter(other -> commandOf(other).isOnTargetOf(command))
                .flatMap(other -> Stream.ofNullable(other.forward().target()))
                .flatMap(check -> Stream.ofNullable(check.known()))
                .findFirst()
                .orElse(null);
    }

    /** The commands whose result follows this saga: the one that began it, and those of an open saga that were taken. */
    public Stream<String> tellees() {
        Stream<String> adders = steps.stream()
                .flatMap(step -> Stream.ofNullable(step.added()))
                .map(added -> added.command().commandId());
        Stream<String> closer = open == null ? Stream.empty() : Stream.ofNullable(open.closedBy());
        return Stream.of(Stream.of(command.commandId()), adders, closer).flatMap(ids -> ids);
    }

    public boolean isToldTo(String commandId) {
        return tellees().anyMatch(commandId::equals);
    }

    /** Whether an agent may still add steps to it, commit it or roll it back. */
    public boolean isOpen() {
        return status == SagaStatus.PENDING && open != null && open.isOpen();
    }

    /** Whether the saga waits for a catalog that can plan it. */
    public boolean isDeferred() {
        return status == SagaStatus.PENDING && open == null;
    }

    /** A command has been taken on, and nothing is planned yet. */
    static Saga begun(String sagaId, Command command, String commandHash, Instant deadline, Instant at) {
        return new Saga(
                sagaId,
                command.tenantId(),
                command,
                commandHash,
                null,
                null,
                SagaStatus.PENDING,
                null,
                List.of(),
                false,
                null,
                null,
                null,
                List.of(),
                List.of(),
                1,
                at,
                at,
                deadline,
                null,
                null);
    }

    /**
     * What is kept of an ended saga for the dedup window: enough to answer a duplicate, and the steps where something can
     * still be done about one of them.
     */
    public Saga stub() {
        boolean isDone = status == SagaStatus.COMMITTED
                && steps.stream().noneMatch(Step::isUndoable)
                && effects().noneMatch(Effect::mayComeUpAgain);
        boolean isUntried = effects().allMatch(effect -> effect.progress().attempts() == 0);
        return (isDone || isUntried) && open == null ? withSteps(List.of()).withClaims(List.of()) : this;
    }

    /** The saga goes on from {@code before}, which stood for the same command. */
    Saga continuing(Saga before) {
        return copy(to -> {
            to.sequence = before.sequence + 1;
            to.createdAt = before.createdAt;
            to.operations = before.operations;
        });
    }

    Saga planned(@Nullable String version, List<Step> plan) {
        return withSteps(plan).copy(to -> {
            to.definitionVersion = version;
            to.status = SagaStatus.ACTIVE;
        });
    }

    Saga opened(RunAt runAt, long timeout) {
        return copy(to -> {
            to.open = new OpenSaga(runAt, null, null);
            to.timeoutMs = timeout;
        });
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

    /** Forward again: no step has failed for good after all. */
    Saga resumed() {
        return copy(to -> {
            to.status = SagaStatus.ACTIVE;
            to.reason = null;
            to.failedStep = null;
        });
    }

    Saga withResult(@Nullable CommandResult told) {
        return copy(to -> to.result = told);
    }

    Saga withFailedStep(@Nullable String step) {
        return step == null ? this : copy(to -> to.failedStep = step);
    }

    Saga escalate() {
        return copy(to -> to.escalated = true);
    }

    /** A person has seen to something: what is left to look at is what some effect still asks for. */
    Saga withEscalationOfEffects() {
        return copy(to -> to.escalated = effects().anyMatch(Effect::escalated));
    }

    Saga next(Instant at) {
        return copy(to -> {
            to.sequence++;
            to.updatedAt = at;
        });
    }

    Saga withDeadline(Instant next) {
        return copy(to -> to.deadline = next);
    }

    Saga withOpen(OpenSaga next) {
        return copy(to -> to.open = next);
    }

    Saga withUndo(@Nullable RequestedUndo requested) {
        return copy(to -> to.undo = requested);
    }

    Saga withQuarantine(@Nullable String why) {
        return copy(to -> to.quarantine = why);
    }

    Saga withClaims(List<Claim> next) {
        return copy(to -> to.claims = List.copyOf(next));
    }

    Saga withOperation(String operationId) {
        List<String> next = new ArrayList<>(operations);
        next.add(operationId);
        int forgotten = Math.max(0, next.size() - OPERATIONS);
        return copy(to -> to.operations = List.copyOf(next.subList(forgotten, next.size())));
    }

    private Saga copy(Consumer<SagaCopy> change) {
        SagaCopy copy = new SagaCopy(this);
        change.accept(copy);
        return copy.made();
    }
}
