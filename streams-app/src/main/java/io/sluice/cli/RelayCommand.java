package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

@Command(
        name = "relay",
        description = "The relay, which publishes the outbox.",
        mixinStandardHelpOptions = true,
        subcommands = RelayCommand.StatusCommand.class,
        footerHeading = "%nExample:%n",
        footer = "  sluice relay status")
final class RelayCommand {

    @Command(
            name = "status",
            description = "Which instance publishes, what waits in the outbox, and what was given up.",
            mixinStandardHelpOptions = true,
            footerHeading = "%nExample:%n",
            footer = "  sluice relay status --json")
    static final class StatusCommand extends ApiCommand {
        private static final String NOTHING = "-";

        @Override
        public void run() {
            JsonNode page = api.get("/v1/relay");
            if (output.gaveJson(page)) {
                return;
            }
            Table table =
                    new Table("INSTANCE", "ROLE", "PUBLISHED", "WAITING", "OLDEST", "STUCK", "GIVEN UP", "LAST ERROR");
            for (JsonNode relay : page.path("items")) {
                JsonNode backlog = relay.path("backlog");
                table.row(
                        relay.path("instance").asText(),
                        relay.path("role").asText(),
                        relay.path("published").asText(NOTHING),
                        backlog.path("waiting").asText(NOTHING),
                        backlog.path("oldest").asText(NOTHING),
                        backlog.path("stuck").asText(NOTHING),
                        backlog.path("dead_letters").asText(NOTHING),
                        relay.path("last_error").asText(NOTHING));
            }
            output.line(table.toString());
            Pages.remarks(page, output);
        }
    }
}
