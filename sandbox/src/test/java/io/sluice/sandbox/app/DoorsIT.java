package io.sluice.sandbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.config.KeyFiles;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.sandbox.app.RunningSluice.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agent that reaches the port of the API, with a token of its own, and how far it comes. Invariant 4 on real parts. */
@ExtendWith(SandboxExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorsIT {
    private static final String CATALOG =
            Path.of("src/test/resources/app/doors.yaml").toString();
    private static final String WRONG_KIND = "configured here for people";

    private Path directory = Path.of("");
    private RunningSluice sluice;
    private Said ungranted;

    @BeforeAll
    void start(Sandbox sandbox) throws IOException {
        directory = sandbox.directory().resolve("doors");
        sluice = RunningSluice.start(
                sandbox,
                directory,
                "doors.",
                List.of(RunningSluice.CATALOG),
                Map.of(
                        "SLUICE_HTTP_TRUST_CALLERS", "false",
                        "SLUICE_IDENTITY_GRANTS", "required",
                        "SLUICE_IDENTITY_TRUSTED_AGENTS", "*",
                        "SLUICE_IDENTITY_KEY_AGENTS", key("agents"),
                        "SLUICE_PEOPLE_KEY_PEOPLE", key("people")));
        token("clerk", "agents", "--agent clerk --tenant acme");
        token("rita", "people", "--person rita --tenant acme --may review");
        token("olga", "people", "--person olga --tenant acme --may operate");
        token("petra", "people", "--person petra --tenant * --may configure");
        ungranted = propose("early", "clerk", "clerk");
        Said applied = as("petra", "catalog apply " + CATALOG);
        assertThat(applied.code()).as(applied.err()).isZero();
    }

    @AfterAll
    void stop() {
        sluice.close();
    }

    @Test
    void shouldRejectWhatIsProposedBeforeAnyAgentIsGrantedAnything() {
        assertThat(ungranted.err()).contains("not_granted", "agent_grant");
    }

    @Test
    void shouldNotLetAnAgentApproveItsOwnCommandAndLetAReviewerDoSo() {
        JsonNode asked = propose("letter-1", "clerk", "clerk").json();
        String approve =
                "approvals approve " + asked.path("pending_approvals").path(0).asText();

        assertThat(sluice.sluice((approve + " --as rita").split(" ", -1)).err()).contains("Say who you are");
        assertThat(as("clerk", approve + " --as rita").err()).contains(WRONG_KIND);
        assertThat(as("olga", approve).err()).contains("'review' in its claim may");
        assertThat(as("rita", approve + " --as tara").err()).contains("somebody else than the token");
        assertThat(sluice.effects("letters", "letter-1")).isEmpty();

        Said approved = as("rita", approve);

        assertThat(approved.code()).as(approved.err()).isZero();
        JsonNode saga = sluice.awaitStatus(asked.path("saga_id").asText(), "committed");
        assertThat(saga.findValues("granted_by").toString()).contains("rita");
        assertThat(sluice.effects("letters", "letter-1")).hasSize(1);
    }

    @Test
    void shouldNotLetAnAgentGiveItselfAnApprovalInAdvance() {
        String give = "approvals give mine --tenant acme --tool letter.send --target letter-2 --valid-for 1h";

        assertThat(as("clerk", give).err()).contains(WRONG_KIND);
        assertThat(as("rita", give).code()).isZero();
    }

    /** Also where every agent is trusted on the topic, since whoever reaches the API has it write there. */
    @Test
    void shouldNotLetAnAgentProposeAsAnother() {
        assertThat(propose("letter-3", "clerk", null).err()).contains("identity_missing");
        assertThat(propose("letter-3", "supervisor", "clerk").err()).contains("identity_refused");
        assertThat(propose("letter-3", "rita", "rita").err()).contains("identity_refused");
    }

    @Test
    void shouldNotLetAnAgentRepairOrPutAVersionRight() {
        String saga =
                propose("letter-4", "clerk", "clerk").json().path("saga_id").asText();
        String cancel = "repair cancel " + saga + " --why over";
        String set = "versions set case letter-4 8 --tenant acme --why wrong";

        for (String command : List.of(cancel, set)) {
            assertThat(as("clerk", command).err()).contains(WRONG_KIND);
            assertThat(as("rita", command).err()).contains("'operate' in its claim may");
            assertThat(as("olga", command).code()).isZero();
        }
        sluice.awaitStatus(saga, "rolled_back");
    }

    @Test
    void shouldNotLetAnAgentApplyACatalog() {
        String apply = "catalog apply " + CATALOG;

        assertThat(sluice.sluice(apply.split(" ", -1)).err()).contains("Say who you are");
        assertThat(as("clerk", apply + " --as petra").err()).contains(WRONG_KIND);
        assertThat(as("rita", apply).err()).contains("'configure' in its claim may");
        assertThat(sluice.sluice("catalog", "history", "--json").json().findValuesAsText("applied_by"))
                .containsExactly("catalog.files", "petra");
    }

    private String key(String id) {
        return KeyFiles.generate(directory.resolve("issuers"), id).publicKey().toString();
    }

    private void token(String name, String issuer, String holder) throws IOException {
        Path key = directory.resolve("issuers").resolve(issuer + ".pem");
        Said issued = RunningSluice.command(
                ("keys issue-token --key " + key + " --key-id " + issuer + " " + holder).split(" ", -1));
        assertThat(issued.code()).as(issued.err()).isZero();
        Files.writeString(tokenOf(name), issued.out());
    }

    private Path tokenOf(String name) {
        return directory.resolve(name + ".token");
    }

    private Said as(String name, String command) {
        return sluice.sluice((command + " --identity " + tokenOf(name)).split(" ", -1));
    }

    /** A letter that {@code agent} proposes with the token of {@code holder}, and what became of it. */
    private Said propose(String target, String agent, @Nullable String holder) {
        String command = "propose --json --tenant acme --tool letter.send --target-type case --target " + target
                + " --agent " + agent + " --wait 30s";
        return holder == null ? sluice.sluice(command.split(" ", -1)) : as(holder, command);
    }
}
