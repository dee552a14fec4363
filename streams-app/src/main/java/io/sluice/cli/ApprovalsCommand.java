package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.catalog.Durations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "approvals",
        description = "What waits for a reviewer, and the reviewer's answer.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ApprovalsCommand.ListCommand.class,
            ApprovalsCommand.ShowCommand.class,
            ApprovalsCommand.ApproveCommand.class,
            ApprovalsCommand.RejectCommand.class,
            ApprovalsCommand.WithdrawCommand.class,
            GrantCommands.Give.class,
            GrantCommands.TakeBack.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice approvals list --tenant city",
            "  sluice approvals show city/3f9c...:send@7",
            "  sluice approvals approve city/3f9c...:send@7 --identity rita.token",
            "  sluice approvals approve city/3f9c...:send@7 --as rita      (where callers are believed by their names)",
            "  sluice approvals reject city/3f9c...:send@7 --as rita --reason \"wrong recipient\"",
            "  sluice approvals withdraw city/3f9c...:send@7 --as rita --reason \"it was the wrong letter\""
        })
final class ApprovalsCommand {
    private static final String JSON = "application/json";

    @Command(
            name = "list",
            description = "Lists the approval requests that wait for an answer.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice approvals list --tenant city")
    static final class ListCommand extends ApiCommand {
        @Mixin
        private Tenant tenant = new Tenant();

        @Override
        public void run() {
            JsonNode page = api.get(Api.query("/v1/approvals", Map.of("tenant", tenant.name())));
            if (output.gaveJson(page)) {
                return;
            }
            if (page.path("items").isEmpty()) {
                output.line("Nothing of tenant " + tenant.name() + " waits for a reviewer.");
            } else {
                output.line(
                        Approvals.table(page.path("items"), Clock.systemUTC().instant()));
            }
            Pages.remarks(page, output);
        }
    }

    @Command(
            name = "show",
            description = "Shows exactly what would be sent, for whom, and why.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice approvals show city/3f9c...:send@7")
    static final class ShowCommand extends ApiCommand {
        @Parameters(paramLabel = "APPROVAL", description = "Id of the request, as the list shows it.")
        private String approval = "";

        @Override
        public void run() {
            JsonNode request = Approvals.find(api, approval);
            if (!output.gaveJson(request)) {
                output.line(Approvals.details(request));
            }
        }
    }

    @Command(
            name = "approve",
            description = "Grants a request: what was shown may be sent, once.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExamples:%n",
            footer = {
                "  sluice approvals approve city/3f9c...:send@7 --identity rita.token",
                "  sluice approvals approve city/3f9c...:send@7 --as rita --valid-for 10m"
            })
    static final class ApproveCommand extends Answer {
        @Option(
                names = "--valid-for",
                paramLabel = "DURATION",
                description = "The grant is void after this time, for example 10m (default: the request's own expiry).")
        private @Nullable String validFor;

        @Override
        public void run() {
            send("grant", null, expiry());
        }

        private @Nullable Instant expiry() {
            if (validFor == null) {
                return null;
            }
            Duration duration = Durations.parse(validFor);
            if (duration == null || duration.isNegative() || duration.isZero()) {
                throw new Failure("'" + validFor + "' is no duration: write for example " + Durations.EXAMPLES + ".");
            }
            return Clock.systemUTC().instant().plus(duration);
        }
    }

    @Command(
            name = "reject",
            description = "Refuses a request, with a reason the proposer can act on.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice approvals reject city/3f9c...:send@7 --as rita --reason \"wrong recipient\"")
    static final class RejectCommand extends Answer {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Override
        public void run() {
            send("reject", reason, null);
        }
    }

    @Command(
            name = "withdraw",
            description = "Takes a grant back, as long as it was not used: what was approved does not happen.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice approvals withdraw city/3f9c...:send@7 --as rita --reason \"it was the wrong letter\"")
    static final class WithdrawCommand extends Answer {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Override
        public void run() {
            send("withdraw", reason, null);
        }
    }

    /** What all answers have in common. */
    abstract static class Answer extends ApiCommand {
        @Parameters(paramLabel = "APPROVAL", description = "Id of the request, as the list shows it.")
        private String approval = "";

        @Option(
                names = "--as",
                paramLabel = "REVIEWER",
                description = "Who answers, never the one who proposed it (default: whose token it is).")
        private @Nullable String reviewer;

        @Mixin
        private IdentityOption identity = new IdentityOption();

        protected void send(String verdict, @Nullable String reason, @Nullable Instant expiresAt) {
            identity.requireSomebody(reviewer, "--as");
            JsonNode request = Approvals.find(api, approval);
            String saga = "/v1/sagas/" + request.path("saga_id").asText();
            long seen = History.last(History.after(api, saga, 0));
            ObjectNode decision = JsonNodeFactory.instance.objectNode();
            decision.put("verdict", verdict);
            if (reviewer != null) {
                decision.put("reviewer_id", reviewer);
            }
            decision.put("request_hash", request.path("request_hash").asText());
            if (reason != null) {
                decision.put("reason", reason);
            }
            if (expiresAt != null) {
                decision.put("expires_at", expiresAt.toString());
            }
            api.post(Approvals.path(approval) + "/decision", JSON, decision.toString(), identity);
            report(verdict, request, Decisions.await(api, saga, approval, seen));
        }

        private void report(String verdict, JsonNode request, Optional<Decisions.Answer> answer) {
            Decisions.Answer came = answer.orElseThrow(
                    () -> new Failure("The decision is on its way, but nothing has come of it yet: see sluice status "
                            + request.path("saga_id").asText() + "."));
            JsonNode told = came.fact();
            if (Decisions.isRefusal(told)) {
                throw new Failure(
                        "Not taken: " + told.path("event").path("detail").asText() + " ("
                                + told.path("event").path("reason").asText().toLowerCase(Locale.ROOT) + ").");
            }
            if (came.askedAnew() != null) {
                throw new Failure(
                        "Approved, but since it was asked the policies have changed, or what would be sent: it is asked"
                                + " anew, as " + came.askedAnew()
                                + ". Look at it with sluice approvals show, and decide again.");
            }
            if (!output.gaveJson(told)) {
                String done = switch (verdict) {
                    case "grant" -> "Approved: ";
                    case "withdraw" -> "Withdrawn: ";
                    default -> "Rejected: ";
                };
                output.line(done + Approvals.inShort(request));
            }
        }
    }
}
