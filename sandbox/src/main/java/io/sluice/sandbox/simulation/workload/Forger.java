package io.sluice.sandbox.simulation.workload;

import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.ReviewerDecision.Verdict;
import io.sluice.identity.AgentIdentity;
import io.sluice.saga.Approval;
import io.sluice.saga.Command;
import io.sluice.saga.SagaAction;
import io.sluice.saga.SagaEvent;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.Keys;
import io.sluice.sandbox.simulation.world.Transaction;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.Witness;
import io.sluice.sandbox.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Somebody who may write to the topics and has no key that is believed: decides in the name of reviewers, before they do, and
 * proposes in the name of agents, what these have proposed and what they have not.
 */
public final class Forger implements Witness {

    private static final int NUMBER = 24;
    private static final double FORGED_WORLDS = 0.1;
    private static final double DECIDES = 0.5;
    private static final double PROPOSES = 0.2;
    private static final long LONGEST = 4_000;
    private static final long LAST_GRANT = 20_000;
    private static final Instant PAST = Instant.ofEpochMilli(WallClock.EPOCH).minus(Duration.ofHours(1));
    private static final Instant FUTURE = Instant.ofEpochMilli(WallClock.EPOCH).plus(Duration.ofHours(1));

    private final World world;
    private final Chance chance;
    private final Sent sent;

    public Forger(World world, Sent sent) {
        this.world = world;
        this.chance = world.chance();
        this.sent = sent;
    }

    /** Whether there is one in the schedule. */
    public static boolean isIn(Chance chance) {
        return chance.unit(Draw.FORGERY, 0, 0) < FORGED_WORLDS;
    }

    /** Does what the seed says; after everybody who proposes has begun. */
    public void begin() {
        for (Sent.Planned planned : sent.planned()) {
            if (chance.strikes(Happening.Kind.FORGERY, planned.number(), planned.ordinal(), PROPOSES)) {
                propose(planned);
            }
        }
        if (chance.strikes(Happening.Kind.FORGERY, NUMBER, 0, DECIDES)) {
            long delay = chance.spread(0, LAST_GRANT, Draw.FORGERY, NUMBER, 1);
            ReviewerDecision grant = Rivals.inAdvance(
                    chance,
                    Verdict.GRANT,
                    0,
                    "acme",
                    "charge.shown",
                    "reviewer",
                    Duration.ofHours(1).toMillis());
            world.timeline().in(delay, () -> say(grant, NUMBER, 0));
        }
    }

    @Override
    public void journaled(int partition, Transaction.Line line) {
        if (line.event() instanceof SagaEvent.ApprovalRequested requested) {
            decide(line.sagaId(), (int) line.sequence(), requested.approval());
        }
    }

    private void decide(String sagaId, int sequence, Approval approval) {
        int saga = sent.numberOf(sagaId);
        if (!chance.strikes(Happening.Kind.FORGERY, saga, -1 - sequence, DECIDES)) {
            return;
        }
        Verdict[] verdicts = {Verdict.GRANT, Verdict.GRANT, Verdict.GRANT, Verdict.REJECT, Verdict.WITHDRAW};
        Verdict verdict = verdicts[chance.below(verdicts.length, Draw.FORGERY, saga, -2L * sequence)];
        long delay = chance.spread(1, LONGEST, Draw.FORGERY, saga, -1 - 2L * sequence);
        Answer answer = new Answer(world, sagaId, approval.approvalId(), approval.requestHash());
        world.timeline().in(delay, () -> say(answer.decision(verdict), saga, sequence));
    }

    private void say(ReviewerDecision decision, int saga, int sequence) {
        ReviewerDecision pretended = switch (chance.below(4, Draw.FORGERY, saga, 100_000L + sequence)) {
            case 0 -> decision;
            case 1 -> Keys.STRANGER.sign(decision);
            case 2 -> Keys.FORGER_OF_REVIEWERS.sign(decision);
            default -> changed(decision);
        };
        sent.forged(world, new Inbound.Decided(pretended));
    }

    /** Somebody else's name was signed. */
    private static ReviewerDecision changed(ReviewerDecision decision) {
        ReviewerDecision signed = Keys.REVIEWERS.sign(decision);
        return new ReviewerDecision(
                signed.approvalId(),
                signed.tenantId(),
                signed.sagaId(),
                signed.verdict(),
                signed.requestHash(),
                "director",
                signed.expiresAt(),
                signed.reason(),
                signed.subject(),
                signed.signature(),
                signed.decidedAt());
    }

    private void propose(Sent.Planned planned) {
        int number = planned.number();
        long ordinal = 10L * planned.ordinal();
        long delay = chance.unit(Draw.FORGERY, number, ordinal) < 0.3
                ? planned.at() / 2
                : planned.at() + chance.spread(0, 5 * LONGEST, Draw.FORGERY, number, ordinal + 1);
        Command command = like(planned, chance.below(4, Draw.FORGERY, number, ordinal + 2));
        int kinds = sent.isGuarded() ? 6 : 5;
        sent.forged(world, delay, NUMBER, proposed(command, chance.below(kinds, Draw.FORGERY, number, ordinal + 3)));
    }

    /** The same, the same in another message, another payload, or another act. */
    private static Command like(Sent.Planned planned, int choice) {
        Command command = planned.command();
        String id = command.commandId() + "-forged";
        String arguments = "{\"act\":\"forged\",\"odd\":true}";
        return switch (choice) {
            case 0 -> command;
            case 1 -> Variant.of(command, id, command.stepId(), command.arguments());
            case 2 -> Variant.of(command, id, command.stepId(), arguments);
            default ->
                command.sagaAction() == null
                        ? Variant.of(command, id, command.stepId() + "-forged", arguments)
                        : Variant.of(command, id, planned.number() % 2 == 0 ? SagaAction.COMMIT : SagaAction.ROLL_BACK);
        };
    }

    private static Inbound.Proposed proposed(Command command, int choice) {
        String agent = command.agentId();
        String tenant = command.tenantId();
        List<String> roles = List.of(Sent.ROLE);
        return switch (choice) {
            case 0 -> with(command, Keys.FORGER_OF_AGENTS.issue(agent, tenant, null, roles, FUTURE));
            case 1 -> with(command, Keys.AGENTS.issue("agent-of-the-forger", tenant, null, roles, FUTURE));
            case 2 -> with(command, Keys.AGENTS.issue(agent, "other", null, roles, FUTURE));
            case 3 -> with(command, Keys.AGENTS.issue(agent, tenant, null, roles, PAST));
            case 4 -> with(command, "no.token.atall");
            default ->
                new Inbound.Proposed(command.identified(new AgentIdentity(AgentIdentity.TOPIC, roles)), List.of());
        };
    }

    private static Inbound.Proposed with(Command command, String token) {
        return new Inbound.Proposed(command, List.of(token));
    }
}
