package io.sluice.cli;

import io.sluice.catalog.Durations;
import io.sluice.config.KeyFiles;
import io.sluice.identity.Identities;
import io.sluice.identity.Person;
import io.sluice.identity.Right;
import io.sluice.identity.TokenIssuer;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "issue-token",
        description =
                "Signs a token that proves who an agent or a person is, and prints it. For a laptop and for tests: elsewhere"
                        + " an identity provider issues them. Whoever has the token can act as its holder until it expires.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice keys generate --id agents-1",
            "  sluice keys issue-token --key agents-1.pem --key-id agents-1 --agent a-7 --tenant city > token",
            "  sluice propose --identity token --agent a-7 --tenant city --definition enforcement-notice ...",
            "  sluice keys issue-token --key people-1.pem --key-id people-1 --person rita --tenant city --may review > rita",
            "  sluice approvals approve city/3f9c...:send@7 --identity rita",
            "  sluice keys issue-token --key people-1.pem --key-id people-1 --person petra --tenant '*' --may configure > petra",
            "",
            "The keys of agents' tokens and those of people's are different ones: Sluice does not start with one of both kinds."
        })
final class IssueTokenCommand implements Runnable {

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The issuer's private key.")
    private Path key = Path.of("");

    @Option(
            names = "--key-id",
            required = true,
            paramLabel = "ID",
            description = "What the application calls its public half: the ID of identity.key.ID, or of people.key.ID.")
    private String keyId = "";

    @ArgGroup(multiplicity = "1")
    private Holder holder = new Holder();

    @Mixin
    private Tenant tenant = new Tenant();

    @Option(names = "--run", paramLabel = "ID", description = "The one run it is for (default: any).")
    private @Nullable String run;

    @Option(names = "--role", paramLabel = "ROLE", description = "What the agent is. May come more than once.")
    private List<String> roles = List.of();

    @Option(
            names = "--may",
            paramLabel = "RIGHT",
            split = ",",
            description = "What the person may do: ${COMPLETION-CANDIDATES}. May come more than once.")
    private Set<May> may = Set.of();

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

    /** Of one of these. */
    static final class Holder {
        @Option(names = "--agent", paramLabel = "ID", description = "The agent.")
        private @Nullable String agent;

        @Option(
                names = "--person",
                paramLabel = "NAME",
                description = "The person: reviewer, operator or platform engineer; in every tenant with --tenant '*'.")
        private @Nullable String person;
    }

    /** As typed. */
    enum May {
        review,
        operate,
        configure
    }

    @Override
    public void run() {
        Duration duration = Durations.parse(validFor);
        if (duration == null || duration.isNegative() || duration.isZero()) {
            throw new Failure("'" + validFor + "' is no duration: write for example " + Durations.EXAMPLES + ".");
        }
        String token = token(Clock.systemUTC().instant().plus(duration));
        command.commandLine().getOut().println(token);
        command.commandLine().getOut().flush();
    }

    private String token(Instant expiresAt) {
        if (holder.agent != null) {
            if (!may.isEmpty()) {
                throw Failure.wrongUsage("An agent reviews, operates and configures nothing: leave --may out.");
            }
            return new TokenIssuer(keyId, privateKey(), audience)
                    .issue(holder.agent, tenant.name(), run, roles, expiresAt);
        }
        if (may.isEmpty() || run != null || !roles.isEmpty()) {
            throw Failure.wrongUsage(
                    "Say what the person may do, for example --may review, and neither --run nor --role: those are of"
                            + " agents.");
        }
        Set<Right> rights = may.stream()
                .map(word -> Right.valueOf(word.name().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        Person person = new Person(String.valueOf(holder.person), tenant.nameOrEvery(), rights);
        return new TokenIssuer(keyId, privateKey(), audience).issue(person, expiresAt);
    }

    private PrivateKey privateKey() {
        try {
            return KeyFiles.privateKey(key);
        } catch (IllegalArgumentException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }
}
