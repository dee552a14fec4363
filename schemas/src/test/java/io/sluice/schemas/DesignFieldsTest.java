package io.sluice.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields that must exist, as the design names them, and where each one is. */
class DesignFieldsTest {

    private static final Map<String, Schema> SCHEMAS =
            TopLevelSchemas.all().stream().collect(Collectors.toMap(Schema::getName, Function.identity()));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Command          | command_id tenant_id run_id step_id agent_id tool definition target_type target_id
            Command          | expected_version artifact_id artifact_version recipient_id approval_id rationale
            Command          | evidence_refs arguments dry_run deadline created_at
            SideEffect       | side_effect_id tenant_id run_id command_id effect_type target_type target_id
            SideEffect       | idempotency_key request_hash status reason external_ref approval_id confirmed_by
            SideEffect       | attempts created_at updated_at
            Saga             | saga_id tenant_id command.run_id command.definition definition_version current_step
            Saga             | status created_at timeout_ms deadline
            Saga             | steps.step_id steps.name steps.agent_id steps.forward.tool.name
            Saga             | steps.forward.tool.version steps.compensation.tool.name
            Saga             | steps.forward.idempotency_key steps.forward.status
            ApprovalGrant    | approval_id tenant_id approved_action target_id recipient_id artifact_id
            ApprovalGrant    | artifact_version request_hash policy_version risk_level reviewer_id expires_at signature
            Reconciliation   | side_effect_id idempotency_key external_ref result reason
            Compensation     | command_id tenant_id original_side_effect_id compensation_type reason requested_by
            Compensation     | idempotency_key ended_at
            CommandResult    | state completed_steps compensated_steps failed_step error external_refs duplicate_of
            JournalEntry     | tenant_id saga_id saga_sequence partition_sequence previous_hash recorded_at facts
            Operation        | kind saga_id effect who why
            CatalogRecord    | version applied_by applied_at documents
            DeadLetter       | reason detail origin_topic origin_partition origin_offset key value headers at
            """)
    void shouldHoldEveryFieldOfTheDesign(String record, String fields) {
        Schema schema = SCHEMAS.get(record);

        assertThat(Pattern.compile(" ").splitAsStream(fields))
                .allSatisfy(path -> assertThat(exists(schema, path))
                        .as("%s.%s", record, path)
                        .isTrue());
    }

    private static boolean exists(Schema record, String path) {
        Schema at = record;
        for (String name : path.split("\\.", -1)) {
            Schema.Field field = at.getField(name);
            if (field == null) {
                return false;
            }
            at = content(field.schema());
        }
        return true;
    }

    private static Schema content(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> content(schema.getTypes().get(schema.getTypes().size() - 1));
            case ARRAY -> content(schema.getElementType());
            default -> schema;
        };
    }
}
