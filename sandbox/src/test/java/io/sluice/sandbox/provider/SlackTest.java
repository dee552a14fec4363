package io.sluice.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.ToolContract;
import io.sluice.effect.Outcome;
import io.sluice.effect.OutcomeResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** examples/providers/slack.yaml against what Slack documents. */
class SlackTest {
    private static final String TOOL = "slack.post-message";
    private static final String MESSAGE = "{\"channel\":\"C0123456789\",\"text\":\"The notice was sent.\"}";

    private final SlackApi slack = new SlackApi(Integration.kept());

    @RegisterExtension
    final Integration integration = Integration.of("slack", slack);

    @Test
    void shouldPostAMessageAndReadItBack() throws Exception {
        Outcome outcome = integration.call(TOOL, "k1", MESSAGE);

        assertThat(outcome.result()).isEqualTo(OutcomeResult.SUCCEEDED);
        assertThat(outcome.readBack()).isTrue();
        assertThat(outcome.externalRef()).isEqualTo("1767225600.000001");
    }

    /** Why a message in doubt is never sent again, and goes to a person. */
    @Test
    void shouldNotBeStoppedByTheSameKeyNorFindAMessageByIt() throws Exception {
        Outcome lost = integration.dropNextAnswer().call(TOOL, "k1", MESSAGE);
        integration.call(TOOL, "k1", MESSAGE);

        ToolContract contract = integration.contract(TOOL);
        assertThat(lost.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(slack.count()).isEqualTo(2);
        assertThat(contract.honoursKey()).isFalse();
        assertThat(contract.answers().transientCodes()).containsExactly(429);
        assertThat(contract.lookup()).isNotNull();
        assertThat(integration.lookup(TOOL, "k1", MESSAGE, null).error())
                .contains("the provider's reference, which no answer gave");
    }

    @Test
    void shouldFindAMessageByTheMomentThatItsAnswerGave() throws Exception {
        Outcome posted = integration.call(TOOL, "k1", MESSAGE);

        assertThat(integration.lookup(TOOL, "k1", MESSAGE, posted.externalRef()).result())
                .isEqualTo(OutcomeResult.FOUND);
        assertThat(integration.lookup(TOOL, "k2", MESSAGE, posted.externalRef()).result())
                .as("another call's message")
                .isEqualTo(OutcomeResult.UNKNOWN);
    }

    @Test
    void shouldBeRefusedThoughTheAnswerIs200() throws Exception {
        Outcome outcome = integration.call(TOOL, "k1", MESSAGE.replace("C0123456789", "C9999999999"));

        assertThat(outcome.httpStatus()).isEqualTo(200);
        assertThat(outcome.result()).isEqualTo(OutcomeResult.TERMINAL);
        assertThat(outcome.response()).contains("channel_not_found");
    }

    @Test
    void shouldNotTakeAnErrorThatLeavesTheWorkOpenForARefusal() throws Exception {
        Outcome outcome = integration.call(TOOL, "k1", MESSAGE.replace("The notice was sent.", "fatal"));

        assertThat(outcome.result()).isEqualTo(OutcomeResult.UNKNOWN);
        assertThat(slack.count()).isOne();
    }
}
