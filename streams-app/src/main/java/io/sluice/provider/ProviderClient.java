package io.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.catalog.Renderer;
import io.sluice.catalog.RenderingException;
import io.sluice.catalog.ToolContract;
import io.sluice.catalog.ToolContract.AnswerRules;
import io.sluice.catalog.ToolContract.Lookup;
import io.sluice.effect.AttemptKind;
import io.sluice.effect.Intent;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import io.sluice.effect.RenderedRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one intent: the call and its read-back, or a lookup. Blocks the calling thread, which should be a virtual
 * one, for at most the intent's timeout per request; never retries, never follows a redirect, never throws for what a
 * provider does.
 */
public final class ProviderClient implements AutoCloseable {
    private static final LastCheck NO_CHECK = () -> true;
    private static final int MAX_TOLD = 300;

    private final Map<String, ProviderConfig> providers;
    private final InstantSource clock;
    private final HttpTransport transport;

    /**
     * Opens no connection yet.
     *
     * @param providers all there are
     * @throws IllegalStateException when two have the same name
     */
    public ProviderClient(Collection<ProviderConfig> providers, InstantSource clock) {
        this.providers =
                providers.stream().collect(Collectors.toUnmodifiableMap(ProviderConfig::name, Function.identity()));
        this.clock = clock;
        this.transport = new HttpTransport(clock);
    }

    /**
     * Acts on an intent.
     *
     * @param contract the version of the contract that the intent names
     * @param lastCheck asked once, before the first byte of the call or lookup leaves; the read-back is not asked for
     */
    public Outcome dispatch(Intent intent, ToolContract contract, LastCheck lastCheck) {
        Instant startedAt = clock.instant();
        Finding finding = intent.kind() == AttemptKind.CALL
                ? call(intent, contract, lastCheck)
                : lookup(intent, contract, lastCheck);
        return finding.outcome(intent, startedAt, clock.instant());
    }

    /** Closes all connections; what is under way ends as a broken connection. */
    @Override
    public void close() {
        transport.close();
    }

    private Finding call(Intent intent, ToolContract contract, LastCheck lastCheck) {
        return switch (send(intent.request(), intent, lastCheck)) {
            case Reply.NotFired notFired -> Finding.NOT_FIRED;
            case Reply.NotSent notSent -> Finding.of(OutcomeResult.TRANSIENT, notSent.error());
            case Reply.Lost lost ->
                Finding.of(OutcomeResult.UNKNOWN, lost.error()).withStatus(lost.status());
            case Reply.Answered answered -> classified(intent, contract, answered.answer());
        };
    }

    private Finding classified(Intent intent, ToolContract contract, Answer answer) {
        String reference = answer.reference(contract.answers().externalRef());
        OutcomeResult result = result(contract.answers(), answer);
        String heard = "Provider " + contract.provider() + " answered " + answer.status();
        String said = said(contract.provider(), answer);
        return switch (result) {
            case SUCCEEDED -> confirmed(intent, contract, answer, reference);
            case ACCEPTED -> Finding.of(result, null).with(answer, reference);
            case TERMINAL ->
                Finding.of(result, heard + ", a refusal for good" + said).with(answer, reference);
            case TRANSIENT ->
                Finding.of(result, heard + ", a refusal for now" + said).with(answer, reference);
            default ->
                Finding.of(result, heard + ", which does not say whether the work was done" + said)
                        .with(answer, reference);
        };
    }

    /** The end of a sentence: how its answer begins. */
    private String said(String provider, Answer answer) {
        JsonNode body = answer.json();
        ProviderConfig config = providers.get(provider);
        if (body == null || body.isEmpty() || config == null) {
            return ".";
        }
        String text = config.withoutSecrets(body.toString());
        return ": " + (text.length() <= MAX_TOLD ? text : text.substring(0, MAX_TOLD) + "…");
    }

    /** Some providers answer with 200 whatever happened, and say in the body what did. */
    private static OutcomeResult result(AnswerRules rules, Answer answer) {
        int status = answer.status();
        boolean isSuccess = rules.success().contains(status);
        if (isSuccess || rules.accepted().contains(status)) {
            if (answer.says(rules.refused())) {
                return OutcomeResult.TERMINAL;
            }
            if (rules.done() != null && !answer.says(rules.done())) {
                return OutcomeResult.UNKNOWN;
            }
            return isSuccess ? OutcomeResult.SUCCEEDED : OutcomeResult.ACCEPTED;
        }
        if (rules.terminal().contains(status)) {
            return OutcomeResult.TERMINAL;
        }
        return rules.transientCodes().contains(status) ? OutcomeResult.TRANSIENT : OutcomeResult.UNKNOWN;
    }

    private Finding confirmed(Intent intent, ToolContract contract, Answer answer, @Nullable String reference) {
        Lookup rules = contract.lookup();
        RenderedRequest readBack = intent.readBack();
        if (rules == null || readBack == null) {
            return Finding.of(OutcomeResult.SUCCEEDED, null).with(answer, reference);
        }
        Looked looked = look(readBack, rules, intent, reference, NO_CHECK);
        String found =
                reference != null || looked.answer == null ? reference : looked.answer.reference(rules.externalRef());
        Finding finding = switch (looked.sighting.kind()) {
            case FOUND -> Finding.of(OutcomeResult.SUCCEEDED, null).asReadBack();
            case PENDING -> Finding.of(OutcomeResult.ACCEPTED, null);
            case NOT_FOUND ->
                Finding.of(
                        OutcomeResult.UNKNOWN,
                        "read_back_absent: the call was answered with " + answer.status() + ". "
                                + looked.sighting.error());
            case UNKNOWN -> Finding.of(OutcomeResult.UNKNOWN, looked.sighting.error());
        };
        return finding.with(answer, found);
    }

    private Finding lookup(Intent intent, ToolContract contract, LastCheck lastCheck) {
        Lookup rules = contract.lookup();
        if (rules == null) {
            return Finding.of(OutcomeResult.UNKNOWN, "Tool " + contract.name() + " has no lookup in its contract.");
        }
        Looked looked = look(intent.request(), rules, intent, intent.externalRef(), lastCheck);
        if (looked.notFired) {
            return Finding.NOT_FIRED;
        }
        OutcomeResult result = switch (looked.sighting.kind()) {
            case FOUND -> OutcomeResult.FOUND;
            case PENDING -> OutcomeResult.ACCEPTED;
            case NOT_FOUND -> OutcomeResult.NOT_FOUND;
            case UNKNOWN -> OutcomeResult.UNKNOWN;
        };
        Finding finding = Finding.of(result, looked.sighting.error());
        Answer answer = looked.answer;
        if (answer == null) {
            return finding.withReference(intent.externalRef()).withStatus(looked.status);
        }
        String reference = answer.reference(rules.externalRef());
        return finding.with(answer, reference == null ? intent.externalRef() : reference);
    }

    /** A lookup made; {@code answer} is null where none came, {@code status} then what is known of it. */
    private record Looked(Sighting sighting, @Nullable Answer answer, int status, boolean notFired) {
        private static Looked unknown(String error, int status) {
            return new Looked(new Sighting(Sighting.Kind.UNKNOWN, error), null, status, false);
        }
    }

    private Looked look(
            RenderedRequest request, Lookup rules, Intent intent, @Nullable String reference, LastCheck lastCheck) {
        RenderedRequest complete = request;
        if (Renderer.needsExternalRef(request)) {
            if (reference == null) {
                return Looked.unknown("The lookup needs the provider's reference, which no answer gave.", 0);
            }
            try {
                complete = Renderer.withExternalRef(request, reference);
            } catch (RenderingException e) {
                return Looked.unknown("The provider's reference cannot be looked up: " + e.getMessage(), 0);
            }
        }
        return switch (send(complete, intent, lastCheck)) {
            case Reply.NotFired notFired ->
                new Looked(new Sighting(Sighting.Kind.UNKNOWN, Finding.NOT_FIRED.error()), null, 0, true);
            case Reply.NotSent notSent -> Looked.unknown("The lookup failed: " + notSent.error(), 0);
            case Reply.Lost lost -> Looked.unknown("The lookup failed: " + lost.error(), lost.status());
            case Reply.Answered answered -> {
                Answer answer = answered.answer();
                yield new Looked(Sighting.of(rules, complete.expected(), answer), answer, answer.status(), false);
            }
        };
    }

    private Reply send(RenderedRequest request, Intent intent, LastCheck lastCheck) {
        ProviderConfig provider = providers.get(request.provider());
        if (provider == null) {
            return new Reply.NotSent("Nothing was sent: provider " + request.provider()
                    + " is not configured here; add its base URL to the configuration.");
        }
        if (!request.path().startsWith("/")) {
            return new Reply.NotSent("Nothing was sent: the path of the request does not start with a slash.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            String value = header.getValue();
            if (value.startsWith(Renderer.SECRET_PREFIX)) {
                String name = value.substring(Renderer.SECRET_PREFIX.length());
                value = provider.secrets().get(name);
                if (value == null) {
                    return new Reply.NotSent("Nothing was sent: provider " + provider.name() + " has no secret " + name
                            + "; add it to the configuration.");
                }
            }
            headers.put(header.getKey(), value);
        }
        return transport.send(provider, request, headers, Duration.ofMillis(intent.timeoutMs()), lastCheck);
    }
}
