package io.sluice.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sandbox.SandboxException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    private final FreePorts ports = new FreePorts();

    @Test
    void shouldNotGiveTheSamePortTwice() {
        int first = ports.next();

        assertThat(ports.next()).isNotEqualTo(first);
        assertThatThrownBy(() -> ports.claim(first, "broker")).isInstanceOf(SandboxException.class);
    }

    @Test
    void shouldSayThatThereIsNoSuchPort() {
        assertThatThrownBy(() -> ports.claim(99_999, "Sluice"))
                .isInstanceOf(SandboxException.class)
                .hasMessage("Port 99999 (Sluice) does not exist; choose one from 1 to 65535, or 0 for a free one.");
    }

    @Test
    void shouldSayWhichPortIsOccupiedAndWhatToDo() throws IOException {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ports.claim(occupied.getLocalPort(), "broker"))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage("Port " + occupied.getLocalPort() + " (broker) is already in use; stop what"
                            + " listens there or choose another one.");
        }
    }
}
