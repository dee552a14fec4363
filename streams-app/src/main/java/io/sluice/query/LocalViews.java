package io.sluice.query;

import io.sluice.audit.JournalEntry;
import io.sluice.saga.Saga;
import io.sluice.saga.SagaStatus;
import io.sluice.topology.views.ViewPlace;
import io.sluice.topology.views.ViewReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this instance holds of the views: its own partitions. Every method throws
 * {@link io.sluice.topology.views.ViewsUnavailable} while they are restored or moved.
 */
public interface LocalViews {

    Optional<Saga> saga(String sagaId);

    /** The ids of the sagas that a command may be about; see {@link ViewReader#sagasOfCommand}. */
    List<String> sagasOfCommand(String tenantId, String commandId);

    /** Entries with a partition sequence beyond {@code after}, oldest first, at most {@code limit}. */
    List<JournalEntry> history(String sagaId, long after, int limit);

    /** Sagas beyond {@code after}, last changed first, at most {@code limit}. */
    List<Saga> list(String tenantId, SagaStatus status, @Nullable ViewPlace after, int limit);

    /** The views of this process. */
    static LocalViews of(ViewReader reader) {
        return new LocalViews() {
            @Override
            public Optional<Saga> saga(String sagaId) {
                return reader.saga(sagaId);
            }

            @Override
            public List<String> sagasOfCommand(String tenantId, String commandId) {
                return reader.sagasOfCommand(tenantId, commandId);
            }

            @Override
            public List<JournalEntry> history(String sagaId, long after, int limit) {
                return reader.history(sagaId, after, limit);
            }

            @Override
            public List<Saga> list(String tenantId, SagaStatus status, @Nullable ViewPlace after, int limit) {
                return reader.list(tenantId, status, after, limit);
            }
        };
    }
}
