package io.sluice.sandbox.simulation.invariant;

import io.sluice.partition.OpenAttempt;
import io.sluice.partition.QueuedAttempt;
import io.sluice.saga.Saga;
import io.sluice.sandbox.simulation.workload.Flaw;
import io.sluice.sandbox.simulation.world.SagaHome;
import io.sluice.sandbox.simulation.world.World;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** 10. Every saga ends or is escalated; no place at a provider is lost, given twice, or waited for in vain. */
final class Progress extends Invariant {

    private final World world;
    private final Map<String, Saga> sagas;
    private final Flaw flaw;
    private final int window;

    Progress(World world, Map<String, Saga> sagas, Flaw flaw) {
        super(10);
        this.world = world;
        this.sagas = sagas;
        this.flaw = flaw;
        this.window = world.settings().limits().window();
    }

    @Override
    public void committed(SagaHome home, Set<String> touched) {
        if (touched.isEmpty()) {
            return;
        }
        for (String sagaId : touched) {
            Saga saga = home.committed().sagas().get(sagaId);
            require(
                    saga == null
                            || !saga.status().isEnded()
                            || saga.openAttempts().isEmpty(),
                    "saga %s has ended, and something of it is still under way",
                    sagaId);
        }
        Map<String, Integer> underWay = new HashMap<>();
        for (OpenAttempt attempt : home.committed().openAttempts()) {
            int there = underWay.merge(attempt.provider(), 1, Integer::sum);
            require(
                    there <= window,
                    "%d attempts are under way at %s, where only %d may be",
                    there,
                    attempt.provider(),
                    window);
        }
    }

    @Override
    void atEnd() {
        for (Saga saga : sagas.values()) {
            require(
                    saga.quarantine() == null || flaw.isAbout(saga.sagaId()),
                    "saga %s broke the machine: %s",
                    saga.sagaId(),
                    saga.quarantine());
            require(
                    saga.status().isEnded() || saga.escalated(),
                    "saga %s is still %s, and nobody was told",
                    saga.sagaId(),
                    saga.status());
        }
        for (SagaHome home : world.homes()) {
            for (OpenAttempt attempt : home.committed().openAttempts()) {
                require(false, "attempt %s never ends", attempt.intentId());
            }
            for (QueuedAttempt attempt : home.committed().queuedAttempts()) {
                require(false, "%s of saga %s waits for a place for ever", attempt.effect(), attempt.sagaId());
            }
        }
    }
}
