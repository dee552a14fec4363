package io.sluice.cli;

import io.sluice.config.AppConfig;
import java.util.ArrayList;
import java.util.List;

/** What an operator should know of the configuration of an instance that starts. */
final class Reminders {

    private Reminders() {}

    /** One sentence each. */
    static List<String> of(AppConfig config) {
        List<String> reminders = new ArrayList<>();
        boolean trusting = config.http().trustCallers();
        if (config.approvalKeys().verify().ids().isEmpty()) {
            reminders.add("No approval.key is set, so no approval has an effect: make one with sluice keys generate.");
        }
        if (!trusting && config.people().keys().isEmpty()) {
            reminders.add(
                    "No people.key is set, so through the REST API nobody can approve, repair or apply a catalog: set the"
                            + " key of an issuer of people's tokens, or on a laptop http.trust-callers=true.");
        }
        if (!config.grantsRequired()) {
            reminders.add(
                    "Where the catalog has no agent_grant, every agent may propose everything (identity.grants).");
        } else if (config.identities().believesNobody()) {
            reminders.add(
                    "Neither identity.key nor identity.trusted-agents is set, so no agent can propose anything: set the key"
                            + " of an issuer of agents' tokens, or on a laptop identity.grants=optional.");
        }
        boolean loopback = Addresses.isLoopback(config.http().host());
        if (trusting) {
            reminders.add(
                    loopback
                            ? "Whoever reaches the REST API, through a proxy too, is believed to be who they say"
                                    + " (http.trust-callers)."
                            : "The REST API can be reached from other hosts and believes whoever calls to be who they say:"
                                    + " set http.trust-callers=false, or let it listen on loopback.");
        } else if (!loopback) {
            reminders.add("The REST API can be reached from other hosts, and reading it needs no login: put a guard in"
                    + " front of it.");
        }
        return reminders;
    }
}
