package io.sluice.cli;

import io.sluice.catalog.Durations;
import io.sluice.config.KeyFiles;
import io.sluice.identity.Identities;
import io.sluice.identity.TokenIssuer;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "issue-token",
        description =
                "Signs a token that proves who an agent is, and prints it. For a laptop and for tests: elsewhere an"
                        + " identity provider issues them. Whoever has the token can propose as this agent until it expires.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  sluice keys generate --id agents-1",
            "  sluice keys issue-token --key agents-1.pem --key-id agents-1 --agent a-7 --tenant city > token",
            "  sluice propose --identity token --agent a-7 --tenant city --definition enforcement-notice ..."
        })
final class IssueTokenCommand implements Runnable {

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The issuer's private key.")
    private Path key = Path.of("");

    @Option(
            names = "--key-id",
            required = true,
            paramLabel = "ID",
            description = "What the application calls its public half: the ID of identity.key.ID.")
    private String keyId = "";

    @Option(names = "--agent", required = true, paramLabel = "ID", description = "The agent.")
    private String agent = "";

    @Mixin
    private Tenant tenant = new Tenant();

    @Option(names = "--run", paramLabel = "ID", description = "The one run it is for (default: any).")
    private @Nullable String run;

    @Option(names = "--role", paramLabel = "ROLE", description = "What the agent is. May come more than once.")
    private List<String> roles = List.of();

    @Option(
            names = "--valid-for",
            paramLabel = "DURATION",
            defaultValue = "15m",
            description = "How long it proves anything (default: 15m).")
    private String validFor = "";

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = Identities.AUDIENCE,
            description = "The application's identity.audience (default: " + Identities.AUDIENCE + ").")
    private String audience = "";

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public void run() {
        Duration duration = Durations.parse(validFor);
        if (duration == null || duration.isNegative() || duration.isZero()) {
            throw new Failure("'" + validFor + "' is no duration: write for example " + Durations.EXAMPLES + ".");
        }
        String token = new TokenIssuer(keyId, privateKey(), audience)
                .issue(
                        agent,
                        tenant.name(),
                        run,
                        roles,
                        Clock.systemUTC().instant().plus(duration));
        command.commandLine().getOut().println(token);
        command.commandLine().getOut().flush();
    }

    private PrivateKey privateKey() {
        try {
            return KeyFiles.privateKey(key);
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }
}
