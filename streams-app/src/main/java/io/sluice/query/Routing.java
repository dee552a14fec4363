package io.sluice.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.topology.views.ViewsUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Gets a question to whoever can answer it: to the one instance that holds a saga, or to all of them. One hop, no more. */
final class Routing {

    /** The answers of all instances, this one's first, and who did not answer. */
    record Answers(List<JsonNode> answers, List<String> silent) {

        /** What all answers list. */
        List<JsonNode> items() {
            List<JsonNode> items = new ArrayList<>();
            answers.forEach(answer -> answer.path("items").forEach(items::add));
            return items;
        }

        /** Who did not answer; null where everybody did. */
        @Nullable
        List<String> incomplete() {
            return silent.isEmpty() ? null : silent;
        }
    }

    private final Instances instances;
    private final Peers peers;

    Routing(Instances instances, Peers peers) {
        this.instances = instances;
        this.peers = peers;
    }

    /** Answers from here or from where {@code sagaId} is held. */
    JsonNode one(String sagaId, Question question, Supplier<JsonNode> here) {
        HostInfo owner = instances
                .ownerOf(sagaId)
                .orElseThrow(() -> Refusal.unavailable(
                        "Which instance holds saga " + sagaId + " is being settled: try again in a moment.", null));
        if (owner.equals(instances.self())) {
            return local(here);
        }
        if (question.passedOn()) {
            throw Refusal.unavailable(
                    "Saga " + sagaId + " has just moved to another instance: try again in a moment.", null);
        }
        return peers.get(owner, question.pathAndQuery());
    }

    /**
     * Collects from here and from all others. An instance that is silent is named, not waited for.
     *
     * @throws Refusal when this instance itself cannot answer
     */
    Answers all(Question question, Supplier<JsonNode> here) {
        List<JsonNode> answers = new ArrayList<>(List.of(local(here)));
        List<String> silent = new ArrayList<>();
        for (HostInfo other : question.passedOn() ? List.<HostInfo>of() : instances.others()) {
            try {
                answers.add(peers.get(other, question.pathAndQuery()));
            } catch (Refusal e) {
                silent.add(other.host() + ":" + other.port());
            }
        }
        return new Answers(answers, silent);
    }

    private static JsonNode local(Supplier<JsonNode> here) {
        try {
            return here.get();
        } catch (ViewsUnavailable e) {
            throw Refusal.unavailable(
                    "The views of this instance are being restored or moved: try again in a moment.", e);
        }
    }
}
