package io.sluice.relay;

import io.sluice.relay.RelayConfig.CaptureBy;
import io.sluice.relay.RelayConfig.Database;
import io.sluice.relay.RelayConfig.Timing;
import java.util.Map;

/** A configuration for tests that connect to nothing. */
final class RelayTestConfig {
    static final RelayConfig CONFIG = new RelayConfig(
            new Database("db.example", 5432, "cases", "sluice", "s3cr$t"),
            Map.of("bootstrap.servers", "broker.example:9092"),
            "sluice.commands",
            "sluice.dead-letters",
            CaptureBy.RELAY,
            Timing.DEFAULT);

    private RelayTestConfig() {}
}
