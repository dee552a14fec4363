package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The answer to a dry run as text for people, from what the REST API gives. */
final class Plans {
    private static final String INDENT = "     ";
    private static final int VERSION_CHARS = 12;

    private static final Pattern OF_EARLIER_STEP =
            Pattern.compile("The template (\\$/steps/([^/ ]+)/[^ ]+) points at .*");

    private Plans() {}

    /** What would come of it, and each step with what it would send and who would have to agree. */
    static String story(JsonNode plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Dry run: " + outlook(plan) + " Nothing was called or begun.");
        int number = 0;
        for (JsonNode step : plan.path("steps")) {
            number++;
            lines.add("");
            lines.add(String.format("%3d. %s", number, heading(step)));
            body(step).forEach(line -> lines.add(INDENT + line));
        }
        if (plan.has("deadline")) {
            lines.add("");
            lines.add("It would have to have ended by " + plan.path("deadline").asText() + ".");
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** What an earlier step will find is nothing that anybody should supply. */
    private static String missing(String why) {
        Matcher earlier = OF_EARLIER_STEP.matcher(why);
        return earlier.matches() ? "it takes what step " + earlier.group(2) + " finds, " + earlier.group(1) : why;
    }

    /** Why the command that {@code result} answers was, or would be, refused. */
    static String refusal(JsonNode result) {
        return (result.has("plan") ? "It would be refused (" : "Refused (")
                + result.path("reason").asText() + "): " + result.path("error").asText();
    }

    private static String outlook(JsonNode plan) {
        return switch (plan.path("outlook").asText()) {
            case "start" -> "it would start at once.";
            case "wait_for_approval" -> "it would wait for approval.";
            case "be_a_duplicate" -> plan.path("detail").asText() + ".";
            default -> "it would be refused.";
        };
    }

    private static String heading(JsonNode step) {
        return step.path("name").asText() + ": tool " + tool(step.path("tool")) + ", "
                + words(step.path("tool").path("effect_type")) + ", " + words(step.path("reversibility"));
    }

    private static List<String> body(JsonNode step) {
        List<String> lines = new ArrayList<>();
        if (step.has("passed_over")) {
            lines.add("passed over: " + words(step.path("passed_over")));
            return lines;
        }
        JsonNode policy = step.path("policy");
        lines.add("policy: " + words(policy.path("verdict")) + " (rule "
                + policy.path("rule").asText() + ", version "
                + policy.path("policy_version").asText() + "): "
                + policy.path("explanation").asText());
        if (step.has("approval")) {
            lines.add("approval: " + approval(step.path("approval")));
        }
        if (step.has("expected_version")) {
            lines.add("made for version " + step.path("expected_version").asText() + " of its target, which is "
                    + (step.has("target_version")
                            ? "at version " + step.path("target_version").asText()
                            : "at a version that nobody has told"));
        }
        for (JsonNode claim : step.path("waits_for")) {
            lines.add("waits its turn for: " + claim.path("subject").asText() + terms(claim.path("terms")));
        }
        if (step.has("not_before")) {
            lines.add("not before " + step.path("not_before").asText());
        }
        if (step.has("request")) {
            request(lines, step.path("request"));
        } else {
            lines.add("request: not known yet: "
                    + missing(step.path("request_missing").asText()));
        }
        lines.add(step.has("compensation") ? "undone by: " + tool(step.path("compensation")) : "undone by: nothing");
        if (step.has("refusal")) {
            lines.add("refused (" + step.path("refusal").asText() + "): "
                    + step.path("refusal_detail").asText());
        }
        return lines;
    }

    private static void request(List<String> lines, JsonNode request) {
        lines.add("request: " + request.path("method").asText() + " "
                + request.path("path").asText() + " of provider "
                + request.path("provider").asText());
        request.path("headers")
                .properties()
                .forEach(header -> lines.add(
                        "  " + header.getKey() + ": " + header.getValue().asText()));
        if (request.has("body")) {
            lines.add("  " + request.path("body").asText());
        }
    }

    private static String terms(JsonNode terms) {
        List<String> words = new ArrayList<>();
        if (terms.path("places").asInt() > 0) {
            words.add(terms.path("places").asInt() + " at once");
        }
        if (terms.path("rate").asInt() > 0) {
            words.add(terms.path("rate").asInt() + " in "
                    + Durations.format(Duration.ofMillis(terms.path("per_ms").asLong())));
        }
        return words.isEmpty() ? "" : " (" + String.join(", ", words) + ")";
    }

    private static String approval(JsonNode approval) {
        int reviewers = approval.path("reviewers").asInt();
        return (reviewers == 1 ? "one reviewer" : reviewers + " different reviewers")
                + (approval.has("role")
                        ? " with the role " + approval.path("role").asText()
                        : "") + ", within "
                + Durations.format(
                        Duration.ofMillis(approval.path("expires_after_ms").asLong()))
                + (approval.path("up_front").asBoolean()
                        ? ", asked before the first effect"
                        : ", asked when it is its turn");
    }

    private static String tool(JsonNode tool) {
        String version = tool.path("version").asText();
        return tool.path("name").asText() + " ("
                + (version.length() > VERSION_CHARS ? version.substring(0, VERSION_CHARS) : version) + ")";
    }

    private static String words(JsonNode code) {
        return code.asText().replace('_', ' ');
    }
}
