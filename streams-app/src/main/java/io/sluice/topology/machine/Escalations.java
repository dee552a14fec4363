package io.sluice.topology.machine;

import io.sluice.saga.SagaEvent;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.StreamsMetrics;
import org.jspecify.annotations.Nullable;

/**
 * Counts what is put to a person, so that an alert can stand on it. Never by tenant or saga: a metric's tags stay few. The
 * plain counter is there from the start, since an alert does not see the step from nothing to one.
 */
final class Escalations {

    static final String SCOPE = "sluice";
    static final String ALL = "escalations";
    static final String BY_REASON = "escalations-by-reason";

    private final StreamsMetrics metrics;
    private final String task;
    private final Sensor all;
    private final Map<String, Sensor> byReason = new HashMap<>();

    Escalations(StreamsMetrics metrics, String task) {
        this.metrics = metrics;
        this.task = task;
        all = metrics.addRateTotalSensor(SCOPE, task, ALL, RecordingLevel.INFO);
    }

    /** The reason for which a person is asked to look; null where nobody is. */
    static @Nullable String reason(SagaEvent event) {
        return switch (event) {
            case SagaEvent.EffectEscalated escalated -> escalated.reason();
            case SagaEvent.SagaEscalated escalated -> escalated.reason();
            case SagaEvent.SagaQuarantined quarantined -> quarantined.reason();
            default -> null;
        };
    }

    void count(String reason) {
        all.record();
        byReason.computeIfAbsent(reason, this::sensor).record();
    }

    void close() {
        metrics.removeSensor(all);
        byReason.values().forEach(metrics::removeSensor);
        byReason.clear();
    }

    private Sensor sensor(String reason) {
        return metrics.addRateTotalSensor(SCOPE, task + "/" + reason, BY_REASON, RecordingLevel.INFO, "reason", reason);
    }
}
