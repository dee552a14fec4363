package io.sluice.sandbox.outbox;

import io.sluice.relay.Relay;
import io.sluice.relay.RelayStatus.Role;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A relay in a process of its own, to be killed. */
final class RelayMain {
    static final String ACTIVE = "the relay is active";

    private RelayMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (Relay relay = OutboxWorld.relay(Integer.parseInt(arguments[0]), arguments[1])) {
            relay.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> relay.status().role() == Role.ACTIVE);
            System.out.println(ACTIVE);
            Thread.currentThread().join();
        }
    }
}
