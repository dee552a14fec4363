package io.sluice.topology;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Every name of a topic, store, processor and application, and how large a record of each topic may be.
 *
 * @param prefix what every topic's name starts with; two installations on one cluster differ in it
 */
public record Topics(String prefix) {

    public static final String DEFAULT_PREFIX = "sluice.";

    /** The machine's one store. A further store would cost a changelog partition and a transaction marker per commit. */
    public static final String MACHINE_STORE = "machine";

    /** The claim ledger's one store. */
    public static final String LEDGER_STORE = "claim-ledger";

    /** The views' one store. */
    public static final String VIEWS_STORE = "views";

    public static final String MACHINE_PROCESSOR = "machine-processor";
    public static final String LEDGER_PROCESSOR = "claim-ledger-processor";
    public static final String VIEW_PROCESSOR = "view-processor";

    /** Marks a record that was sent on to the partition of its saga. */
    public static final String HOP_HEADER = "sluice-hop";

    private static final int MIB = 1024 * 1024;

    public String commands() {
        return prefix + "commands";
    }

    public String decisions() {
        return prefix + "decisions";
    }

    public String operations() {
        return prefix + "operations";
    }

    public String catalog() {
        return prefix + "catalog";
    }

    /** What owners of targets say of their versions. */
    public String domainEvents() {
        return prefix + "domain-events";
    }

    public String outcomes() {
        return prefix + "outcomes";
    }

    public String intents() {
        return prefix + "intents";
    }

    public String journal() {
        return prefix + "journal";
    }

    /** What sagas tell the claim ledger, by the key of what is claimed. */
    public String claims() {
        return prefix + "claims";
    }

    /** What the claim ledger answers, by saga. */
    public String claimAnswers() {
        return prefix + "claim-answers";
    }

    /** The claim ledger's own journal: its tasks cannot write to the chains of the machine's. */
    public String claimJournal() {
        return prefix + "claim-journal";
    }

    public String integrationEvents() {
        return prefix + "integration-events";
    }

    public String sideEffects() {
        return prefix + "side-effects";
    }

    public String commandResults() {
        return prefix + "command-results";
    }

    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** Application id and consumer group of the machine. */
    public String machineApplication() {
        return base() + "-machine";
    }

    /** Application id and consumer group of the views. */
    public String viewsApplication() {
        return base() + "-views";
    }

    /** Name of the source that reads {@code topic}. */
    public static String source(String topic) {
        return topic + "-source";
    }

    /** Name of the sink that writes {@code topic}. */
    public static String sink(String topic) {
        return topic + "-sink";
    }

    /** Name of the sink by which the claim ledger writes {@code topic}: a shared one would make it a part of the machine. */
    public static String ledgerSink(String topic) {
        return "claim-ledger-" + sink(topic);
    }

    /** Every topic that must stand before a start, with its configuration. */
    public List<TopicSpec> all() {
        return List.of(
                TopicSpec.keyed(commands(), 6 * MIB).keptForDays(30),
                TopicSpec.keyed(decisions(), MIB).keptForDays(30),
                TopicSpec.keyed(operations(), MIB).keptForDays(30),
                TopicSpec.keyed(catalog(), 4 * MIB).keptForever(),
                TopicSpec.keyed(domainEvents(), MIB).keptForDays(30),
                TopicSpec.keyed(outcomes(), 4 * MIB).keptForDays(30),
                TopicSpec.keyed(intents(), 4 * MIB).keptForDays(30),
                TopicSpec.keyed(journal(), 4 * MIB).keptForever(),
                TopicSpec.keyed(claims(), MIB).keptForDays(30),
                TopicSpec.keyed(claimAnswers(), MIB).keptForDays(30),
                TopicSpec.keyed(claimJournal(), MIB).keptForever(),
                TopicSpec.keyed(integrationEvents(), 4 * MIB).keptForDays(30),
                TopicSpec.keyed(sideEffects(), 4 * MIB).compacted(),
                TopicSpec.keyed(commandResults(), 4 * MIB).compacted(),
                TopicSpec.keyed(deadLetters(), 8 * MIB).keptForDays(90));
    }

    /** The largest record that each topic takes, in bytes, as the broker counts. */
    public Map<String, Integer> maxBytes() {
        return all().stream().collect(Collectors.toUnmodifiableMap(TopicSpec::name, TopicSpec::maxBytes));
    }

    /** The largest value that the state stores take, in bytes. */
    public static int maxStateBytes() {
        return 4 * MIB;
    }

    /** The largest request a producer must be able to send, in bytes. */
    public static int maxRequestBytes() {
        return 8 * MIB;
    }

    private String base() {
        return prefix.endsWith(".") || prefix.endsWith("-") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}
