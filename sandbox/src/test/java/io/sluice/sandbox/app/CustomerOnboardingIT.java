package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.sandbox.app.RunningSluice.Said;
import io.sluice.sandbox.provider.Effect;
import io.sluice.sandbox.provider.ExampleProvider;
import io.sluice.sandbox.provider.Fault;
import io.sluice.sandbox.provider.FaultKind;
import io.sluice.sandbox.provider.Profile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README of the example says, on real parts. */
@ExtendWith(RunningSluiceExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomerOnboardingIT {

    private static final Path EXAMPLE = Path.of("../examples/customer-onboarding");

    private RunningSluice sluice;
    private int before;

    @BeforeAll
    void start(RunningSluice running) {
        sluice = running;
        Said applied = sluice.sluice(
                "catalog", "apply", EXAMPLE.resolve("catalog.yaml").toString(), "--as", "petra");
        assertThat(applied.code()).as(applied.err()).isZero();
    }

    @BeforeEach
    void remember() {
        before = all().size();
    }

    @Test
    void shouldTakeOnACustomerOnceAnAccountManagerHasSeenTheInvoice() {
        Said plan = sluice.sluice(propose("--dry-run"));
        assertThat(plan.out()).contains("undone by: crm.close-account").contains("undone by: invoice.void");

        JsonNode asked = sluice.sluice(propose("--wait", "30s", "--json")).json();
        assertThat(done()).containsExactly("accounts");
        Said approved = sluice.sluice(
                "approvals", "approve", asked.path("pending_approvals").path(0).asText(), "--as", "mona");

        assertThat(approved.code()).as(approved.err()).isZero();
        sluice.awaitStatus(asked.path("saga_id").asText(), "committed");
        assertThat(done()).containsExactly("accounts", "invoices", "messages");

        JsonNode again = sluice.sluice(propose("--command-id", "c-2", "--wait", "30s", "--json"))
                .json();
        JsonNode other = sluice.sluice(propose("--run", "another", "--wait", "30s", "--json"))
                .json();
        assertThat(again.path("duplicate_of").asText())
                .isEqualTo(asked.path("command_id").asText());
        assertThat(other.path("reason").asText()).isEqualTo("duplicate");
        assertThat(done()).hasSize(3);
    }

    @Test
    void shouldVoidTheInvoiceAndCloseTheAccountWhereTheMessageIsRefused() {
        sluice.provider()
                .addFault(Fault.of(FaultKind.REFUSE)
                        .onPath("/lookup/messages")
                        .onBody("customer-8")
                        .always());
        Said said = sluice.sluice(propose(
                "--target",
                "customer-8",
                "--recipient",
                "customer-8@example.org",
                "--run",
                "run-8",
                "--arg",
                "amount=90",
                "--wait",
                "30s",
                "--json"));

        assertThat(said.json().path("state").asText()).isEqualTo("rolled_back");
        assertThat(done()).containsExactly("accounts", "invoices", "voids", "closures");
    }

    /** The customer is held from the first call to the end of the saga, and who else would change it waits that long. */
    @Test
    void shouldNotLetTwoSagasOfOneCustomerInterleave() {
        JsonNode first = sluice.sluice(propose("--target", "customer-5", "--run", "run-5", "--wait", "30s", "--json"))
                .json();
        String second = sluice.sluice(change("customer-5", "run-5a", "1", "small"))
                .json()
                .path("saga_id")
                .asText();

        sluice.awaitSaga(second, told -> told.findValuesAsText("reason").contains("target_held"));
        assertThat(done()).containsExactly("accounts");
        Said approved = sluice.sluice(
                "approvals", "approve", first.path("pending_approvals").path(0).asText(), "--as", "mona");

        assertThat(approved.code()).as(approved.err()).isZero();
        sluice.awaitStatus(first.path("saga_id").asText(), "committed");
        sluice.awaitStatus(second, "committed");
        assertThat(done()).containsExactly("accounts", "invoices", "messages", "plans");
    }

    @Test
    void shouldChangeNoPlanOfAnAccountThatSomebodyHasChangedSince() {
        sluice.sluice(propose("--target", "customer-6", "--run", "run-6", "--arg", "amount=90", "--wait", "30s"));

        JsonNode first = changed("run-6a", "1", "small");
        JsonNode stale = changed("run-6b", "1", "large");
        JsonNode fresh = changed("run-6c", "2", "large");

        assertThat(first.path("state").asText()).isEqualTo("committed");
        assertThat(stale.path("state").asText()).isEqualTo("failed");
        assertThat(stale.path("reason").asText()).isEqualTo("stale");
        assertThat(sluice.sluice("status", stale.path("saga_id").asText()).out())
                .contains("412", "The account is at version 2.");
        assertThat(fresh.path("state").asText()).isEqualTo("committed");
        assertThat(done()).containsExactly("accounts", "invoices", "messages", "plans", "plans");
    }

    @Test
    void shouldLetAnAgentProposeNothingByItself() {
        Said said = sluice.sluice(
                "propose", "--tenant", "acme", "--agent", "sales-agent", "--tool", "chat.welcome", "--dry-run");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.err()).contains("not_granted");
    }

    /** What came of the change. */
    private JsonNode changed(String run, String version, String plan) {
        List<String> words = new ArrayList<>(List.of(change("customer-6", run, version, plan)));
        words.addAll(List.of("--wait", "30s"));
        return sluice.sluice(words.toArray(String[]::new)).json();
    }

    private static String[] change(String customer, String run, String version, String plan) {
        return ("propose --tenant acme --agent sales-agent --tool crm.change-plan --target-type customer --json --target "
                        + customer + " --run " + run + " --expected-version " + version + " --arg plan=" + plan)
                .split(" ");
    }

    private static String[] propose(String... more) {
        List<String> words = new ArrayList<>(
                List.of("propose", "--file", EXAMPLE.resolve("command.json").toString()));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    /** What the CRM, the billing and the chat have really done since the test began, in this order. */
    private List<String> done() {
        return all().stream().skip(before).map(Effect::resource).toList();
    }

    private List<Effect> all() {
        return sluice.provider().effects().stream()
                .filter(effect -> List.of(Profile.LOOKUP.pathName(), ExampleProvider.CRM.pathName())
                        .contains(effect.profile()))
                .toList();
    }
}
