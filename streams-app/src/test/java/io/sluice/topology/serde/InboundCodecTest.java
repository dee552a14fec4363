package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.approval.ReviewerDecision;
import io.sluice.saga.Bounds;
import io.sluice.saga.Command;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundCodecTest {

    private static final Instant RECORD_TIME = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final String REQUIRED =
            "\"command_id\":\"c-1\",\"tenant_id\":\"acme\",\"run_id\":\"r\",\"step_id\":\"s\",\"agent_id\":\"a\"";

    private final Codecs codecs = new Codecs(new InMemoryRegistry(), "sluice.");

    @Test
    void shouldReadTheSmallestCommand() throws UndecodableException {
        Command command = command("{" + REQUIRED + ",\"tool\":\"send\"}");

        assertThat(command.tool()).isEqualTo("send");
        assertThat(command.definition()).isNull();
        assertThat(command.arguments()).isEqualTo("{ }");
        assertThat(command.evidenceRefs()).isEmpty();
        assertThat(command.dryRun()).isFalse();
        assertThat(command.deadline()).isNull();
        assertThat(command.createdAt()).isEqualTo(RECORD_TIME);
    }

    @Test
    void shouldReadEveryProperty() throws UndecodableException {
        Command command = command("{" + REQUIRED + """
                ,"definition":"enforcement","target_type":"case","target_id":"17","expected_version":"3",
                "artifact_id":"n","artifact_version":"2","recipient_id":"p","approval_id":"g","rationale":"weil 漢",
                "evidence_refs":["e1","e2"],"arguments":{"amount":1.50,"deep":[{"b":null}]},"dry_run":true,
                "deadline":"2026-02-01T00:00:00+01:00","created_at":1769860800000}""");

        assertThat(command.definition()).isEqualTo("enforcement");
        assertThat(command.rationale()).isEqualTo("weil 漢");
        assertThat(command.evidenceRefs()).containsExactly("e1", "e2");
        assertThat(command.arguments()).isEqualTo("{\"amount\":1.5,\"deep\":[{\"b\":null}]}");
        assertThat(command.dryRun()).isTrue();
        assertThat(command.deadline()).isEqualTo("2026-01-31T23:00:00Z");
        assertThat(command.createdAt()).isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void shouldReadTheSameFromAvro() throws UndecodableException {
        Command command = command("{" + REQUIRED + ",\"tool\":\"send\",\"arguments\":{\"a\":1}}");

        assertThat(codecs.command().fromBytes(codecs.command().toBytes(command), Instant.EPOCH))
                .isEqualTo(command);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            malformed_json | {                                          | Unexpected end-of-input
            malformed_json | [1]                                        | not an object
            malformed_json | null                                       | not an object
            malformed_json | {REQUIRED,"tool":"t"} x                    | token
            malformed_json | {REQUIRED,"tool":"t","tool":"u"}           | Duplicate
            malformed_json | {REQUIRED,"toool":"t"}                     | no property 'toool'
            malformed_json | {REQUIRED,"arguments":"{}"}                | 'arguments' must be an object
            malformed_json | {REQUIRED,"arguments":[1]}                 | 'arguments' must be an object
            malformed_json | {REQUIRED,"tool":7}                        | 'tool' must be a string
            malformed_json | {REQUIRED,"dry_run":"true"}                | 'dry_run' must be true or false
            malformed_json | {REQUIRED,"evidence_refs":"e"}             | 'evidence_refs' must be an array
            malformed_json | {REQUIRED,"evidence_refs":[null]}          | 'evidence_refs' must be a string
            malformed_json | {REQUIRED,"deadline":"tomorrow"}           | 'deadline' must be a time
            malformed_json | {REQUIRED,"created_at":1.5}                | 'created_at' must be a time
            malformed_json | {REQUIRED,"tool":"\\ud800"}                | 'tool' holds half of a surrogate pair
            malformed_json | {REQUIRED,"arguments":{"a":["\\udc00"]}} | 'arguments' holds half of a surrogate pair
            malformed_json | {"tenant_id":"acme"}                       | 'command_id' is missing
            missing_tenant | {"command_id":"c"}                         | tenant_id is missing
            missing_tenant | {"command_id":"c","tenant_id":null}        | tenant_id is missing
            """)
    void shouldSayWhatIsWrongWithJson(String reason, String json, String detail) {
        UndecodableException refused =
                refused(json.replace("REQUIRED", REQUIRED).getBytes(StandardCharsets.UTF_8));

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining(detail);
    }

    @Test
    void shouldRefuseATenantThatIsEmpty() {
        String json = "{" + REQUIRED.replace("acme", "") + ",\"tool\":\"t\"}";

        assertThat(refused(json.getBytes(StandardCharsets.UTF_8)).reason())
                .isEqualTo(UndecodableException.MISSING_TENANT);
    }

    @Test
    void shouldRefuseBytesThatAreNotUtf8() {
        byte[] json = ("{" + REQUIRED + ",\"tool\":\"é\"}").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(refused(json)).hasMessageContaining("not UTF-8");
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        String json = "{" + REQUIRED + ",\"arguments\":" + "{\"a\":".repeat(50_000);

        assertThat(refused(json.getBytes(StandardCharsets.UTF_8)).reason())
                .isEqualTo(UndecodableException.MALFORMED_JSON);
    }

    @Test
    void shouldRefuseWhatIsTooLargeInEitherFormat() {
        byte[] json = new byte[Bounds.INPUT_BYTES + 1];
        json[0] = '{';
        byte[] avro = new byte[Bounds.INPUT_BYTES + 1];

        assertThat(refused(json).reason()).isEqualTo(UndecodableException.TOO_LARGE);
        assertThat(refused(avro).reason()).isEqualTo(UndecodableException.TOO_LARGE);
    }

    @Test
    void shouldRefuseAnEmptyValue() {
        assertThat(refused(new byte[0]).reason()).isEqualTo(UndecodableException.EMPTY);
    }

    /** Refusing it is the machine's, so that the proposer is told. */
    @Test
    void shouldReadACommandThatWillBeRefused() throws UndecodableException {
        Command command = command(
                "{" + REQUIRED.replace("acme", "Not A Tenant") + ",\"tool\":\"send\",\"definition\":\"enforcement\"}");

        assertThat(command.tenantId()).isEqualTo("Not A Tenant");
        assertThat(command.tool()).isEqualTo("send");
        assertThat(command.definition()).isEqualTo("enforcement");
    }

    @Test
    void shouldReadADecision() throws UndecodableException {
        ReviewerDecision decision = codecs.decision().fromBytes("""
                        {"approval_id":"a-1","tenant_id":"acme","saga_id":"acme/1","verdict":"reject",
                        "request_hash":"h","reviewer_id":"rita","reason":"not now"}""".getBytes(StandardCharsets.UTF_8), RECORD_TIME);

        assertThat(decision)
                .isEqualTo(new ReviewerDecision(
                        "a-1",
                        "acme",
                        "acme/1",
                        ReviewerDecision.Verdict.REJECT,
                        "h",
                        "rita",
                        null,
                        "not now",
                        null,
                        null,
                        RECORD_TIME));
    }

    @Test
    void shouldRefuseAVerdictThatDoesNotExist() {
        byte[] json = "{\"approval_id\":\"a\",\"tenant_id\":\"t\",\"saga_id\":\"t/1\",\"verdict\":\"GRANT\"}"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(catchThrowableOfType(
                        UndecodableException.class, () -> codecs.decision().fromBytes(json, RECORD_TIME)))
                .hasMessageContaining("'verdict' must be one of [grant, reject, withdraw]");
    }

    private Command command(String json) throws UndecodableException {
        return codecs.command().fromBytes(json.getBytes(StandardCharsets.UTF_8), RECORD_TIME);
    }

    private UndecodableException refused(byte[] value) {
        return catchThrowableOfType(
                UndecodableException.class, () -> codecs.command().fromBytes(value, RECORD_TIME));
    }
}
