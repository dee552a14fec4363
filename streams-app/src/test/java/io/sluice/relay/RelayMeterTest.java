package io.sluice.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.relay.RelayStatus.Backlog;
import io.sluice.relay.RelayStatus.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelayMeterTest {
    private final RelayMeter meter = new RelayMeter();

    @Test
    void shouldTellTheLastErrorInOneLine() {
        meter.failed("FATAL: the database system is not yet accepting connections\n  Detail: Not consistent yet.\n");

        assertThat(meter.status().lastError())
                .isEqualTo("FATAL: the database system is not yet accepting connections Detail: Not consistent yet.");
    }

    @Test
    void shouldForgetABacklogThatItNoLongerKnows() {
        meter.role(Role.ACTIVE);
        meter.backlog(new Backlog(0, Duration.ZERO, 0, 0, 0));

        meter.role(Role.STANDBY);

        assertThat(meter.status().backlog()).isNull();
    }
}
