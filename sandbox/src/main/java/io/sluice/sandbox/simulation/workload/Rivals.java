package io.sluice.sandbox.simulation.workload;

import io.sluice.approval.GrantSubject;
import io.sluice.approval.ReviewerDecision;
import io.sluice.approval.ReviewerDecision.Verdict;
import io.sluice.claim.PreIssuedGrant;
import io.sluice.policy.BuiltInPolicy;
import io.sluice.saga.Command;
import io.sluice.saga.machine.PreIssued;
import io.sluice.sandbox.simulation.world.Chance;
import io.sluice.sandbox.simulation.world.Draw;
import io.sluice.sandbox.simulation.world.Happening;
import io.sluice.sandbox.simulation.world.Inbound;
import io.sluice.sandbox.simulation.world.WallClock;
import io.sluice.sandbox.simulation.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Agents who want the same: the same target, the same business act, places under the same limits, and the same approval that
 * somebody gave in advance, for one use.
 */
public final class Rivals {

    static final String TARGET_TYPE = "account";

    private static final int FIRST_NUMBER = 12;
    private static final int MOST_COMMANDS = 5;
    private static final double RIVAL_WORLDS = 0.35;
    private static final double DUPLICATE = 0.15;
    private static final double NAMES_A_GRANT = 0.8;
    private static final double UNUSUAL = 0.4;
    private static final int GRANTS = 2;
    private static final long LAST_ARRIVAL = 25_000;
    private static final long LONGEST_VALIDITY = 3_600_000;
    private static final String CHARGE = "charge.";

    private static final List<String> TOOLS = List.of(
            "edit.shown",
            "edit.shown-late",
            "book.shown",
            "book.asynchronous",
            "book.neither",
            "meter.shown",
            "meter.neither",
            "ticket.keyed",
            "charge.shown",
            "charge.shown",
            "charge.keyed");

    private final World world;
    private final Chance chance;
    private final Sent sent;
    private final List<String> proposals = new ArrayList<>(TOOLS);

    public Rivals(World world, Sent sent) {
        this.world = world;
        this.chance = world.chance();
        this.sent = sent;
        proposals.addAll(SimulatedSagas.rivalNames());
    }

    /** The numbers of the acts that there may be. */
    public static IntStream numbers() {
        return IntStream.range(FIRST_NUMBER, FIRST_NUMBER + MOST_COMMANDS);
    }

    /** One of two targets, mostly the first. */
    static String target(Chance chance, int number) {
        return chance.unit(Draw.RIVALS, number, 4) < 0.8 ? "first" : "second";
    }

    /** Does what the seed says. */
    public void begin() {
        if (chance.unit(Draw.RIVALS, 0, 0) >= RIVAL_WORLDS) {
            return;
        }
        int count = 2 + chance.below(MOST_COMMANDS - 1, Draw.RIVALS, 0, 1);
        for (int number = FIRST_NUMBER; number < FIRST_NUMBER + count; number++) {
            if (chance.strikes(Happening.Kind.COMMAND, number, 0, 1)) {
                propose(number);
            }
        }
        for (int number = 0; number < GRANTS; number++) {
            give(number);
        }
    }

    private void propose(int number) {
        String what = proposals.get(chance.below(proposals.size(), Draw.RIVALS, number, 1));
        long arrival = chance.spread(0, LAST_ARRIVAL, Draw.ARRIVAL, number, 0);
        sent.in(world, arrival, number, command("", number, what));
        if (chance.strikes(Happening.Kind.DUPLICATE, number, 0, DUPLICATE)) {
            long delay = arrival + chance.spread(0, 100_000, Draw.DUPLICATE_DELAY, number, 0);
            sent.in(world, delay, number, command("-again", number, what));
        }
    }

    private Command command(String suffix, int number, String what) {
        boolean isTool = what.indexOf('.') >= 0;
        boolean namesAGrant = chance.unit(Draw.RIVALS, number, 2) < NAMES_A_GRANT;
        boolean namesATarget = chance.unit(Draw.RIVALS, number, 3) < 0.95;
        return new Command(
                tenant(number) + "-c" + number + suffix,
                tenant(number),
                "run",
                "rival" + number,
                "agent-" + number,
                isTool ? what : null,
                isTool ? null : what,
                TARGET_TYPE,
                namesATarget ? target(chance, number) : null,
                null,
                null,
                null,
                null,
                namesAGrant ? approvalId(chance.unit(Draw.RIVALS, number, 5) < 0.7 ? 0 : 1) : null,
                null,
                List.of(),
                "{\"act\":\"rival" + number + "\",\"odd\":true}",
                false,
                null,
                Instant.ofEpochMilli(WallClock.EPOCH));
    }

    /** Mostly that of the others. */
    private String tenant(int number) {
        return chance.unit(Draw.TENANT, number, 0) < 0.85 ? "acme" : "bolt";
    }

    private static String approvalId(int number) {
        return "grant-" + number;
    }

    /** A reviewer approves what nobody has asked for yet: once, twice, for the wrong thing, too briefly, or takes it back. */
    private void give(int number) {
        int saga = -2 - number;
        String tenant = tenant(FIRST_NUMBER + number);
        long first = chance.spread(0, LAST_ARRIVAL, Draw.REVIEW_DELAY, saga, 0);
        long second = first + chance.spread(0, LAST_ARRIVAL, Draw.REVIEW_DELAY, saga, 1);
        long validity = chance.spread(60_000, LONGEST_VALIDITY, Draw.REVIEW_DELAY, saga, 2);
        String tool = chance.unit(Draw.REVIEW_STYLE, saga, 0) < 0.7 ? CHARGE + "shown" : CHARGE + "keyed";
        if (!chance.strikes(Happening.Kind.REVIEW, saga, 0, UNUSUAL)) {
            say(first, decision(Verdict.GRANT, number, tenant, tool, "reviewer", validity));
            return;
        }
        switch (chance.below(6, Draw.REVIEW_STYLE, saga, 1)) {
            case 0 -> {
                say(first, decision(Verdict.GRANT, number, tenant, tool, "reviewer", validity));
                say(second, decision(Verdict.GRANT, number, tenant, tool, "reviewer", validity));
            }
            case 1 -> {
                say(first, decision(Verdict.GRANT, number, tenant, tool, "reviewer", validity));
                say(second, decision(Verdict.WITHDRAW, number, tenant, tool, "reviewer", validity));
            }
            case 2 -> say(first, decision(Verdict.GRANT, number, tenant, tool, "reviewer", validity / 100));
            case 3 -> say(first, decision(Verdict.GRANT, number, tenant, tool, "agent-" + FIRST_NUMBER, validity));
            case 4 -> say(first, decision(Verdict.GRANT, number, tenant, "post.shown", "reviewer", validity));
            default -> say(first, decision(Verdict.REJECT, number, tenant, tool, "reviewer", validity));
        }
    }

    private ReviewerDecision decision(
            Verdict verdict, int number, String tenant, String tool, String reviewer, long validity) {
        return inAdvance(chance, verdict, number, tenant, tool, reviewer, validity);
    }

    /** What a reviewer says of a use of {@code tool} that nobody has asked for yet; nobody has signed it. */
    static ReviewerDecision inAdvance(
            Chance chance, Verdict verdict, int number, String tenant, String tool, String reviewer, long validity) {
        GrantSubject subject = new GrantSubject(
                tool, target(chance, FIRST_NUMBER + number), null, null, null, BuiltInPolicy.VERSION, riskOf(tool));
        Instant expiresAt = Instant.ofEpochMilli(WallClock.EPOCH + LAST_ARRIVAL + validity);
        return new ReviewerDecision(
                approvalId(number),
                tenant,
                tenant + "/" + PreIssued.NO_SAGA_YET,
                verdict,
                PreIssuedGrant.ANY_REQUEST,
                reviewer,
                expiresAt,
                "in advance",
                verdict == Verdict.GRANT ? subject : null,
                null,
                Instant.ofEpochMilli(WallClock.EPOCH));
    }

    private static String riskOf(@Nullable String tool) {
        return tool != null && tool.startsWith(CHARGE) ? "external_transaction" : "internal_mutation";
    }

    private void say(long delay, ReviewerDecision decision) {
        world.timeline()
                .in(
                        delay,
                        () -> world.home(decision.sagaId())
                                .append(new Inbound.Decided(world.trust().signed(decision))));
    }
}
