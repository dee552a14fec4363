package io.sluice.relay;

import io.sluice.relay.RelayStatus.Backlog;
import io.sluice.relay.RelayStatus.Role;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the threads of a relay count; read as a {@link RelayStatus}. */
final class RelayMeter {
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private volatile Role role = Role.STANDBY;
    private volatile @Nullable String lastError;
    private volatile @Nullable Backlog backlog;

    void published() {
        published.incrementAndGet();
    }

    void deadLetter() {
        deadLetters.incrementAndGet();
    }

    void failed(String what) {
        failures.incrementAndGet();
        lastError = what.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    void role(Role newRole) {
        role = newRole;
        if (newRole != Role.ACTIVE) {
            backlog = null;
        }
    }

    void backlog(@Nullable Backlog measured) {
        backlog = measured;
    }

    RelayStatus status() {
        return new RelayStatus(role, published.get(), failures.get(), deadLetters.get(), lastError, backlog);
    }
}
