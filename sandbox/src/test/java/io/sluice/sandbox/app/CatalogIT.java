package io.sluice.sandbox.app;

import static io.sluice.sandbox.app.Installation.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.catalog.CatalogRecord;
import io.sluice.sandbox.Sandbox;
import io.sluice.sandbox.SandboxExtension;
import io.sluice.topology.AppliedCatalogs;
import io.sluice.topology.JournaledCatalogs;
import io.sluice.topology.SluiceApp;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
class CatalogIT {

    @TempDir
    Path directory;

    @Test
    void shouldKnowWhenEveryPartitionHasJournaledACatalog(Sandbox sandbox) throws Exception {
        Installation sluice = Installation.on(sandbox, directory, "journaled.", 3);
        try (SluiceApp app = sluice.start(new CountingProvider(Duration.ZERO));
                JournaledCatalogs journal = JournaledCatalogs.of(sluice.config(), app.codecs());
                JournaledCatalogs nothing = JournaledCatalogs.of(sluice.config(), app.codecs())) {
            assertThat(nothing.await("never applied", Duration.ofMillis(300))).containsExactly(0, 1, 2);

            sluice.applyCatalog(app.codecs());

            assertThat(AppliedCatalogs.of(sluice.config(), app.codecs()).history())
                    .hasSize(1)
                    .allSatisfy(applied -> assertThat(journal.await(applied.version(), PATIENCE))
                            .isEmpty())
                    .extracting(CatalogRecord::appliedBy)
                    .containsExactly("platform");
        }
    }
}
