package io.sluice.sandbox.app;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.SagaEvent;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.serde.Codecs;
import java.util.List;
import java.util.stream.Stream;

/** Reads the committed journal from its beginning. */
final class JournalTap implements AutoCloseable {

    private final TopicTap<JournalEntry> journal;

    JournalTap(SluiceConfig config, Codecs codecs) {
        journal = new TopicTap<>(config, config.topics().journal(), codecs.journal());
    }

    /** How many sagas have ended, as far as the journal can be read now. */
    long ended() {
        return all().stream().filter(SagaEvent.SagaEnded.class::isInstance).count();
    }

    /** Every event of every saga, as far as the journal can be read now. */
    List<SagaEvent> all() {
        return journal.read().stream().flatMap(JournalTap::events).toList();
    }

    /** How many sagas were ever under way at the same time in one partition, in the order of its journal. */
    int mostUnderWay() {
        int most = 0;
        for (List<JournalEntry> partition : journal.read()) {
            int underWay = 0;
            for (SagaEvent event : events(partition).toList()) {
                if (event instanceof SagaEvent.SagaStarted) {
                    underWay++;
                } else if (event instanceof SagaEvent.SagaEnded) {
                    underWay--;
                }
                most = Math.max(most, underWay);
            }
        }
        return most;
    }

    @Override
    public void close() {
        journal.close();
    }

    private static Stream<SagaEvent> events(List<JournalEntry> entries) {
        return entries.stream().flatMap(entry -> entry.sagaEvents().stream());
    }
}
