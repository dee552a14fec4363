package io.sluice.bench.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogParser;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.catalog.DocumentCache;
import io.sluice.effect.EffectType;
import io.sluice.effect.Reversibility;
import io.sluice.policy.Facts;
import io.sluice.policy.Policy;
import io.sluice.policy.PolicyDecision;
import io.sluice.policy.PolicyQuestion;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision of a policy in which every rule has to be asked, and what it takes to get that policy. */
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {
    private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");
    private static final Instant NOW = Instant.parse("2026-01-05T21:30:00Z");
    private static final String QUESTION = """
            {"command": {"command_id": "c-1", "tenant_id": "city", "run_id": "run-1", "step_id": "notice", "agent_id": "agent-7",
               "definition": "enforcement-notice", "target_type": "case", "target_id": "case-17", "artifact_id": "notice-4711",
               "artifact_version": "2", "recipient_id": "r-12", "rationale": "the deadline has passed",
               "arguments": {"case": "case-17", "total": 250, "text": "Dear neighbour", "tags": ["noise", "night", "repeated"]}},
             "contract": {"name": "letter.send", "version": "0123456789abcdef", "effect_type": "external_transaction",
               "reversibility": "pivot", "provider": "post-office", "honours_key": true, "can_be_looked_up": true},
             "step": {"name": "send", "reversibility": "pivot", "arguments": {"to": "r-12", "total": 250}},
             "agent": {"id": "agent-7", "run_id": "run-1", "roles": ["worker", "night-shift"]},
             "target": {"type": "case", "id": "case-17"},
             "history": {"steps": ["draft", "register"], "tools": ["letter.draft", "case.register"], "calls": 0}}""";

    private final String document = document();
    private final JsonNode question = question();
    private final DocumentCache cache = new DocumentCache();
    private final CatalogSnapshot catalog = read(cache);
    private final Policy policy = catalog.policy();

    /** The decision, with what conditions see put together for it, as before each call. */
    @Benchmark
    @BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
    public PolicyDecision decide() {
        return policy.decide(new PolicyQuestion(
                "city",
                "agent-7",
                "letter.send",
                EffectType.EXTERNAL_TRANSACTION,
                Reversibility.PIVOT,
                false,
                () -> new Facts(question, START, NOW, true)));
    }

    /** What the first task of a process does when the catalog comes. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public CatalogSnapshot compile() {
        return read(new DocumentCache());
    }

    /** What every further task of the process does, and every task that comes to it later. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    public CatalogSnapshot takeCompiled() {
        return read(cache);
    }

    private CatalogSnapshot read(DocumentCache documents) {
        try {
            return CatalogSnapshot.empty(documents, false).with(List.of(document));
        } catch (CatalogException e) {
            throw new IllegalStateException("the policy of the benchmark is no policy", e);
        }
    }

    private static String document() {
        try {
            return CatalogParser.parse("policy", PolicyCatalog.document())
                    .getFirst()
                    .json();
        } catch (CatalogException e) {
            throw new IllegalStateException("the policy of the benchmark is no policy", e);
        }
    }

    private static JsonNode question() {
        try {
            return new ObjectMapper().readTree(QUESTION);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the question of the benchmark is no JSON", e);
        }
    }
}
