package io.sluice.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A registry that starts at the same time as those who need it. */
class RegistryPatienceTest {

    @Test
    void shouldAskAgainARegistryThatHasNotBegunYet() {
        Starting registry = new Starting(1);

        assertThat(Codecs.registered(registry, "sluice.", Duration.ofMinutes(1)).command())
                .isNotNull();
        assertThat(registry.failures).isZero();
    }

    @Test
    void shouldGiveUpWhenPatienceIsOver() {
        assertThatExceptionOfType(RegistryUnavailable.class)
                .isThrownBy(() -> Codecs.registered(new Starting(Integer.MAX_VALUE), "sluice.", Duration.ZERO))
                .withMessage("not yet");
    }

    /** Fails as often as it is told to. */
    private static final class Starting implements SchemaRegistry {

        private final SchemaRegistry real = new InMemoryRegistry();
        private int failures;

        Starting(int failures) {
            this.failures = failures;
        }

        @Override
        public int register(String subject, String schemaJson) {
            if (failures > 0) {
                failures--;
                throw new RegistryUnavailable("not yet", new IOException("connection refused"));
            }
            return real.register(subject, schemaJson);
        }

        @Override
        public String schemaById(int id) {
            return real.schemaById(id);
        }
    }
}
