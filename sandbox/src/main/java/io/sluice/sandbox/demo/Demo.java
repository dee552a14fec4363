package io.sluice.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.Timeline;
import io.sluice.sandbox.provider.Fault;
import io.sluice.sandbox.provider.FaultKind;
import io.sluice.sandbox.world.World;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Runs the enforcement notice through each {@link Script} and says whether everything came as it must. */
public final class Demo {

    private static final String TENANT = "city";
    private static final String REVIEWER = "senior-officer";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(20);

    private final World world;
    private final PrintStream out;
    private final String runPrefix = UUID.randomUUID().toString().substring(0, 8);

    public Demo(World world, PrintStream out) {
        this.world = world;
        this.out = out;
    }

    /** Runs all scripts; true when every expectation holds. */
    public boolean run() {
        boolean allWell = true;
        for (int i = 0; i < Script.ALL.size(); i++) {
            allWell &= run(i + 1, Script.ALL.get(i));
        }
        return allWell;
    }

    private boolean run(int number, Script script) {
        String caseId = "case-" + runPrefix + "-" + number;
        out.printf("%n%d. %s%n   %s%n%n", number, script.title(), script.explanation());
        arrange(script.trouble(), caseId);

        world.cases().open(caseId, "resident-" + number);
        List<String> commandIds = propose(script, caseId);
        Optional<JsonNode> approval = script.asked() == 0 ? Optional.empty() : Optional.of(approve(caseId));
        JsonNode result = await("the saga of " + caseId + " to end", () -> ended(commandIds.getFirst()));
        for (String duplicate : commandIds) {
            await("the result of command " + duplicate, () -> ended(duplicate));
        }
        await(
                "case " + caseId + " to become " + script.caseStatus(),
                () -> Optional.of(world.cases().status(caseId)).filter(script.caseStatus()::equals));
        String sagaId = result.path("saga_id").asText();
        Script.Received received = received(caseId);

        JsonNode history = world.sluice().history(sagaId);
        out.println(Timeline.of(history, ZoneId.systemDefault()));
        out.println();
        approval.ifPresent(asked -> out.printf("   approved by %s: %s%n", REVIEWER, describe(asked)));
        boolean well = check("reviewers asked", Long.toString(script.asked()), Long.toString(requests(history)));
        return verify(script, result, received, world.cases().status(caseId)) && well;
    }

    private void arrange(Script.Trouble trouble, String caseId) {
        switch (trouble) {
            case NONE, WRONG_CITATION -> {
                // the provider behaves
            }
            case ANSWER_LOST ->
                world.provider()
                        .addFault(Fault.of(FaultKind.DROP_AFTER)
                                .onMethod("POST")
                                .onPath("/lookup/notices")
                                .onBody(caseId)
                                .times(1));
            case LATER_STEP_REFUSED ->
                world.provider()
                        .addFault(Fault.of(FaultKind.REFUSE)
                                .onMethod("POST")
                                .onPath("/lookup/notices")
                                .onBody(caseId)
                                .because("the recipient has moved away")
                                .always());
        }
    }

    private List<String> propose(Script script, String caseId) {
        List<String> commandIds = new ArrayList<>();
        for (int delivery = 0; delivery < script.deliveries(); delivery++) {
            JsonNode command = world.cases().requestNotice(caseId, "run-" + caseId, script.note());
            commandIds.add(command.path("command_id").asText());
        }
        return commandIds;
    }

    private JsonNode approve(String caseId) {
        JsonNode approval = await(
                "the approval request of " + caseId,
                () -> world.sluice().pendingApprovals(TENANT).stream()
                        .filter(pending -> pending.path("target_id").asText().equals(caseId))
                        .findFirst());
        world.sluice().grant(approval, REVIEWER);
        return approval;
    }

    private Optional<JsonNode> ended(String commandId) {
        return world.sluice().result(TENANT, commandId).filter(result -> switch (result.path("state")
                .asText()) {
            case "pending", "active", "compensating" -> false;
            default -> true;
        });
    }

    private Script.Received received(String caseId) {
        return new Script.Received(
                effects("drafts", caseId),
                effects("discards", caseId),
                effects("dispatches", caseId),
                effects("cancellations", caseId),
                effects("notices", caseId));
    }

    private static long requests(JsonNode history) {
        return history.valueStream()
                .filter(fact -> fact.path("type").asText().equals("ApprovalRequested"))
                .count();
    }

    /** What undoes something names that, everything else names the case. */
    private long effects(String resource, String caseId) {
        List<String> ids = world.provider().effects().stream()
                .filter(effect -> effect.body().path("case_id").asText().equals(caseId))
                .map(effect -> effect.id())
                .toList();
        return world.provider().effects().stream()
                .filter(effect -> effect.resource().equals(resource))
                .filter(effect -> effect.body().path("case_id").asText().equals(caseId)
                        || ids.contains(effect.body().path("dispatch_id").asText())
                        || ids.contains(effect.body().path("draft_id").asText()))
                .count();
    }

    private boolean verify(Script script, JsonNode result, Script.Received received, String caseStatus) {
        boolean well =
                check("the saga ended", script.state(), result.path("state").asText());
        well &= check("the provider really has", script.received().toString(), received.toString());
        well &= check("the case is", script.caseStatus(), caseStatus);
        return well;
    }

    private boolean check(String what, String expected, String actual) {
        boolean holds = expected.equals(actual);
        out.printf("   %s %s: %s%s%n", holds ? "✓" : "✗", what, actual, holds ? "" : " — expected " + expected);
        return holds;
    }

    private static String describe(JsonNode approval) {
        JsonNode request = approval.path("request");
        return request.path("method").asText() + " " + request.path("provider").asText()
                + request.path("path").asText() + " " + request.path("body");
    }

    private static <T> T await(String what, Callable<Optional<T>> look) {
        return Awaitility.await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(look, Optional::isPresent)
                .orElseThrow();
    }
}
