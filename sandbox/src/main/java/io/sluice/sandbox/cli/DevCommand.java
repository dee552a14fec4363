package io.sluice.sandbox.cli;

import io.sluice.cli.Failure;
import io.sluice.cli.Subcommand;
import io.sluice.sandbox.postgres.Postgres;
import io.sluice.sandbox.world.World;
import java.io.PrintStream;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice dev}. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        description = "Keeps the demo's world running and prints how to reach each part of it. Ctrl-C ends it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  sluice dev",
            "  sluice dev --example customer-onboarding",
            "  sluice dev --example providers   (Stripe, Salesforce, Slack, HubSpot and Shopify, played)",
            "  sluice dev --data ~/sluice-dev   (data outlives it)"
        })
public final class DevCommand implements Subcommand, Callable<Void> {

    private static final int DEFAULT_PORT = 7070;

    @Mixin
    private SandboxFlags flags = new SandboxFlags(DEFAULT_PORT);

    @Option(
            names = "--example",
            paramLabel = "NAME",
            description = "Which of the examples is in force (default: ${DEFAULT-VALUE}).")
    private String example = SandboxFlags.NOTICE;

    @Override
    public Void call() throws InterruptedException {
        PrintStream out = System.out;
        out.println("Starting Kafka, PostgreSQL, a schema registry, a provider, Sluice and a case service:");
        try (World world = flags.start(example, out)) {
            describe(world, out);
            throw new Failure(world.awaitEnd());
        }
    }

    private static void describe(World world, PrintStream out) {
        URI sluice = world.sluice().address();
        String there = sluice.getPort() == DEFAULT_PORT ? "" : " --url " + sluice;
        String[][] parts = {
            {"Sluice", sluice + "   (./sluice status --tenant TENANT" + there + ")"},
            {"approvals", "./sluice approvals list --tenant TENANT" + there},
            {"callers", "are believed by their names here, agents and people; elsewhere a token proves them"},
            {
                "grants",
                "are asked for where the catalog has an agent_grant; without any, every agent may propose everything here"
            },
            {"signed with", world.sandbox().directory().resolve("keys") + "   (a key made for this sandbox)"},
            {"Kafka", world.sandbox().broker().bootstrapServers() + "   (topics " + World.TOPIC_PREFIX + "…)"},
            {"registry", world.sandbox().registry().url()},
            {"PostgreSQL", world.jdbcUrl() + "?user=" + Postgres.USER + "   (outbox: sluice.outbox)"},
            {"case service", world.cases().address().toString()},
            {"provider", world.sandbox().providers().address() + "   (what was really done: GET /_control/effects)"},
            {"data and logs", world.sandbox().directory().toString()},
        };
        out.println();
        for (String[] part : parts) {
            out.printf("  %-14s %s%n", part[0], part[1]);
        }
        out.printf(
                "%nThe README shows how to propose a first command, each example's README how to propose its own. Ctrl-C ends everything.%n");
    }
}
