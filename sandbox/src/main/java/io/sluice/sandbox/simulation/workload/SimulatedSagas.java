package io.sluice.sandbox.simulation.workload;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The sagas of the simulated world by name, each with the tools of its steps, in order. Around a tool stands what else its
 * step says: {@code >} that it needs the result of the step before, {@code ?} what must be there for it to run, {@code @} how
 * long it is put off, {@code <} how long it may take.
 */
final class SimulatedSagas {

    private static final List<String> LINES = List.of(
            "pair: reserve.keyed reserve.shown",
            "late-pair: reserve.shown-late reserve.keyed",
            "slow-pair: reserve.asynchronous reserve.shown",
            "blind-pair: reserve.shown reserve.neither",
            "blind-first: reserve.neither reserve.keyed",
            "paid: reserve.shown charge.shown",
            "paid-late: reserve.keyed charge.shown-late notify.keyed",
            "paid-blind: reserve.shown charge.neither notify.shown",
            "paid-slow: check.shown reserve.keyed charge.asynchronous notify.asynchronous",
            "paid-keyed: reserve.shown-late charge.keyed notify.shown-late",
            "posted: reserve.keyed reserve.shown post.shown notify.keyed",
            "posted-blind: reserve.shown-and-keyed post.neither",
            "long: reserve.keyed reserve.shown-late reserve.shown reserve.asynchronous",
            "triple: reserve.shown reserve.keyed post.shown",
            "checked: reserve.shown check.keyed reserve.shown-and-keyed check.shown",
            "chained: reserve.keyed >charge.shown >notify.shown",
            "chained-undo: reserve.shown >reserve.shown-late >reserve.keyed",
            "hurried: reserve.shown reserve.asynchronous reserve.shown-late",
            "hurried-paid: reserve.keyed charge.shown notify.shown",
            "hurried-checked: reserve.keyed check.shown check.neither reserve.shown",
            "asked: reserve.keyed?odd reserve.shown",
            "asked-paid: reserve.shown charge.shown?odd notify.keyed?step2",
            "asked-late: reserve.shown?odd reserve.keyed?step1 post.shown",
            "held: hold.shown hold.keyed post.shown",
            "held-paid: hold.shown-late reserve.shown hold.asynchronous charge.shown",
            "put-off: reserve.shown reserve.keyed@PT20S reserve.shown-late",
            "put-off-paid: reserve.keyed@PT10S charge.shown@PT40S notify.shown",
            "put-off-slow: reserve.shown charge.asynchronous@PT20S notify.keyed",
            "timed: reserve.shown<8s reserve.asynchronous<20s reserve.shown-late<5s",
            "timed-paid: reserve.keyed<3s charge.shown<30s notify.shown-late<10s",
            "timed-blind: check.shown reserve.neither<5s reserve.shown@PT10S<15s");

    /** Those whose steps compete for what there is only once. */
    private static final List<String> RIVALS = List.of(
            "edited: edit.shown reserve.keyed edit.shown",
            "edited-paid: edit.keyed charge.shown notify.shown",
            "edited-late: reserve.shown edit.asynchronous post.shown",
            "edited-blind: edit.shown edit.neither",
            "booked: book.shown reserve.keyed",
            "booked-paid: book.keyed charge.keyed",
            "booked-edited: book.shown edit.shown meter.keyed",
            "booked-refused: book.shown-late meter.shown reserve.neither",
            "metered: meter.shown meter.keyed ticket.shown",
            "metered-late: reserve.keyed meter.asynchronous meter.shown",
            "metered-timed: meter.shown<20s ticket.shown<40s",
            "ticketed: ticket.shown ticket.keyed",
            "paid-twice: charge.shown notify.keyed");

    /** Those whose steps go by the version of their target, which the first of them changes. */
    private static final List<String> EDITORS = List.of(
            "amended: amend.shown reserve.keyed",
            "amended-twice: amend.keyed amend.shown",
            "amended-late: reserve.shown amend.asynchronous",
            "amended-blind: revise.neither amend.neither",
            "revised: revise.shown revise.keyed",
            "revised-paid: revise.keyed charge.shown notify.shown",
            "consulted: revise.shown-late consult.shown notify.shown",
            "consulted-late: reserve.keyed consult.keyed notify.keyed",
            "edited-revised: edit.shown revise.shown consult.shown");

    private static final Pattern STEP =
            Pattern.compile("(>?)([a-z-]+\\.[a-z-]+)(?:\\?([a-z0-9]+))?(?:@([A-Z0-9]+))?(?:<([0-9a-z]+))?");

    private SimulatedSagas() {}

    static List<String> names() {
        return LINES.stream().map(SimulatedSagas::nameOf).toList();
    }

    /** Those with a step that somebody has to approve. */
    static List<String> approvedNames() {
        return LINES.stream()
                .filter(line -> line.contains("charge."))
                .map(SimulatedSagas::nameOf)
                .toList();
    }

    static List<String> rivalNames() {
        return RIVALS.stream().map(SimulatedSagas::nameOf).toList();
    }

    static List<String> editorNames() {
        return EDITORS.stream().map(SimulatedSagas::nameOf).toList();
    }

    /** Their definitions. */
    static List<String> yaml() {
        return Stream.of(LINES, RIVALS, EDITORS)
                .flatMap(List::stream)
                .map(SimulatedSagas::yaml)
                .toList();
    }

    private static String yaml(String line) {
        StringBuilder yaml = new StringBuilder("kind: saga\nname: " + nameOf(line) + "\n");
        if (line.startsWith("hurried")) {
            yaml.append("timeout: 30s\n");
        }
        yaml.append("steps:\n");
        int number = 0;
        for (String step : line.substring(line.indexOf(' ') + 1).split(" ", -1)) {
            yaml.append(step(step, ++number));
        }
        return yaml.toString();
    }

    private static String step(String text, int number) {
        Matcher step = STEP.matcher(text);
        if (!step.matches()) {
            throw new IllegalStateException("the simulated world knows no step like " + text);
        }
        String after = step.group(1).isEmpty() ? "" : ", after: $/steps/step" + (number - 1) + "/external_ref";
        StringBuilder yaml = new StringBuilder("""
                  - name: step%d
                    tool: %s
                    arguments: {act: $/arguments/act, odd: $/arguments/odd%s}
                """.formatted(number, step.group(2), after));
        String when = step.group(3);
        if (when != null) {
            yaml.append("    when: $/")
                    .append(when.startsWith("step") ? "steps/" + when + "/external_ref" : "arguments/" + when)
                    .append('\n');
        }
        if (step.group(4) != null) {
            yaml.append("    not_before: ").append(step.group(4)).append('\n');
        }
        if (step.group(5) != null) {
            yaml.append("    timeout: ").append(step.group(5)).append('\n');
        }
        return yaml.toString();
    }

    private static String nameOf(String line) {
        return line.substring(0, line.indexOf(':'));
    }
}
