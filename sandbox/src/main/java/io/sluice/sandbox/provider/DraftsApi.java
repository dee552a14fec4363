package io.sluice.sandbox.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Keeps the texts of notices, each version of one once, and knows which sections of the housing act there are. */
final class DraftsApi implements Api {
    private static final String DRAFTS = "drafts";
    private static final String DISCARDS = "discards";
    private static final Pattern CITATION = Pattern.compile("\\bsections? ([0-9]{1,4})", Pattern.CASE_INSENSITIVE);
    private static final int LAST_SECTION = 40;

    private final Kept kept;

    DraftsApi(Kept kept) {
        this.kept = kept;
    }

    @Override
    public synchronized Answer answer(SimulatedRequest request, List<String> path) {
        if (!path.getFirst().equals(DRAFTS)) {
            return Answer.notFound();
        }
        Optional<Effect> draft = path.size() == 1 ? Optional.empty() : kept.find(DRAFTS, path.get(1));
        return switch (request.method() + " " + path.size()) {
            case "POST 1" -> create(request);
            case "GET 1" -> kept.lookUp(request, DRAFTS, this::view);
            case "GET 2" -> draft.map(found -> Answer.of(200, view(found))).orElseGet(Answer::notFound);
            case "DELETE 2" -> draft.map(found -> discard(request, found)).orElseGet(Answer::notFound);
            case "GET 3" -> draft.map(DraftsApi::check).orElseGet(Answer::notFound);
            default -> Answer.notFound();
        };
    }

    private Answer create(SimulatedRequest request) {
        JsonNode wanted = request.json();
        boolean isTaken = kept.all(DRAFTS).stream()
                .filter(this::stands)
                .anyMatch(draft -> isSame(draft, wanted, "artifact_id") && isSame(draft, wanted, "artifact_version"));
        return isTaken && !kept.knows(request, DRAFTS)
                ? Answer.error(
                        409,
                        "version_exists",
                        "Version " + wanted.path("artifact_version").asText() + " of "
                                + wanted.path("artifact_id").asText() + " was written before.")
                : kept.create(request, DRAFTS, this::view);
    }

    private Answer discard(SimulatedRequest request, Effect draft) {
        return stands(draft) || kept.knows(request, DISCARDS)
                ? kept.act(
                        request,
                        request.key(),
                        DISCARDS,
                        JsonNodeFactory.instance.objectNode().put("draft_id", draft.id()),
                        done -> Answer.empty())
                : Answer.notFound();
    }

    private static Answer check(Effect draft) {
        List<String> cited =
                CITATION.matcher(text(draft)).results().map(MatchResult::group).toList();
        return cited.stream()
                .filter(section -> Integer.parseInt(section.replaceAll("\\D", "")) > LAST_SECTION)
                .findFirst()
                .map(unknown -> Answer.error(
                        422, "unknown_citation", "The act has " + LAST_SECTION + " sections, so no " + unknown + "."))
                .orElseGet(() -> {
                    ObjectNode report = JsonNodeFactory.instance.objectNode().put("digest", digest(draft));
                    cited.forEach(report.putArray("citations")::add);
                    return Answer.of(200, report);
                });
    }

    private boolean stands(Effect draft) {
        return kept.all(DISCARDS).stream()
                .noneMatch(discard -> discard.body().path("draft_id").asText().equals(draft.id()));
    }

    private ObjectNode view(Effect draft) {
        return Kept.view(draft, stands(draft) ? "draft" : "discarded").put("digest", digest(draft));
    }

    private static boolean isSame(Effect draft, JsonNode wanted, String field) {
        return draft.body().path(field).equals(wanted.path(field));
    }

    private static String text(Effect draft) {
        return draft.body().path("text").asText();
    }

    /** SHA-256 of the text. */
    private static String digest(Effect draft) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text(draft).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
