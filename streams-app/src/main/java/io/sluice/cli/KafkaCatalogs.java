package io.sluice.cli;

import io.sluice.catalog.CatalogException;
import io.sluice.catalog.CatalogSnapshot;
import io.sluice.query.KafkaFrontDoor;
import io.sluice.topology.AppliedCatalogs;
import io.sluice.topology.CatalogPublisher;
import io.sluice.topology.SluiceConfig;
import io.sluice.topology.serde.Codecs;
import java.time.InstantSource;
import java.util.List;

/** The catalog topic. Each use connects anew: it is rare, and a publisher kept open would fence those of other instances. */
final class KafkaCatalogs implements KafkaFrontDoor.CatalogTopic {
    private final SluiceConfig config;
    private final Codecs codecs;
    private final InstantSource clock;

    KafkaCatalogs(SluiceConfig config, Codecs codecs, InstantSource clock) {
        this.config = config;
        this.codecs = codecs;
        this.clock = clock;
    }

    @Override
    public String apply(List<String> documents, String appliedBy) throws CatalogException {
        try (CatalogPublisher publisher = CatalogPublisher.of(config, codecs, clock)) {
            return publisher.apply(documents, appliedBy);
        }
    }

    @Override
    public CatalogSnapshot read() {
        return AppliedCatalogs.of(config, codecs).read();
    }
}
