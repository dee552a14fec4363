package io.sluice.cli;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogRecord;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.query.KafkaFrontDoor;
import io.sluice.topology.AppliedCatalogs;
import io.sluice.topology.CatalogPublisher;
import io.sluice.topology.JournaledCatalogs;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.serde.Codecs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The catalog topic. Each use connects anew: it is rare, and a publisher kept open would fence those of other instances. */
final class KafkaCatalogs implements KafkaFrontDoor.CatalogTopic {
    /** Shorter than whoever asks over HTTP waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SluiceConfig config;
    private final Codecs codecs;
    private final InstantSource clock;

    KafkaCatalogs(SluiceConfig config, Codecs codecs, InstantSource clock) {
        this.config = config;
        this.codecs = codecs;
        this.clock = clock;
    }

    @Override
    public String announce(List<String> documents, String appliedBy) throws CatalogException {
        try (CatalogPublisher publisher = CatalogPublisher.of(config, codecs, clock)) {
            return publisher.apply(documents, appliedBy);
        }
    }

    @Override
    public Applied apply(List<String> documents, String appliedBy) throws CatalogException {
        try (JournaledCatalogs journal = JournaledCatalogs.of(config, codecs)) {
            String version = announce(documents, appliedBy);
            return new Applied(version, List.copyOf(journal.await(version, PATIENCE)));
        }
    }

    @Override
    public CatalogSnapshot read() {
        return AppliedCatalogs.of(config, codecs).read();
    }

    @Override
    public List<CatalogRecord> history() {
        return AppliedCatalogs.of(config, codecs).history();
    }
}
