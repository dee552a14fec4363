package io.sluice.partition;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;

/** One lane at one provider: how many attempts are under way, how many wait, and whose turn it is. */
final class LaneTurns {

    private int underWay;

    /** How many wait of each tenant that has any; whose turn it is comes first. */
    private final LinkedHashMap<String, Integer> waiting = new LinkedHashMap<>();

    /** How many of those have to ask for a version when it is their turn. */
    private int toAsk;

    /** Who gave a place up to ask, and is to have one when that is answered. */
    private final Set<QueuedAttempt> asking = new HashSet<>();

    int underWay() {
        return underWay;
    }

    boolean isAnyoneWaiting() {
        return !waiting.isEmpty();
    }

    int waitingOf(String tenantId) {
        return waiting.getOrDefault(tenantId, 0);
    }

    /** Tenants of which somebody waits, in the order of their turns. */
    Set<String> tenants() {
        return waiting.keySet();
    }

    /** Whether one of those who wait has yet to ask for a version. */
    boolean isAnyoneToAsk() {
        return toAsk > 0;
    }

    /** How many are to have a place as soon as they are answered. */
    int asking() {
        return asking.size();
    }

    /** An attempt has a place: it is another tenant's turn. */
    void started(String tenantId) {
        underWay++;
        endTurn(tenantId);
    }

    void ended() {
        underWay--;
    }

    void queued(QueuedAttempt attempt) {
        waiting.merge(attempt.tenantId(), 1, Integer::sum);
        toAsk += attempt.asks() ? 1 : 0;
    }

    void left(QueuedAttempt attempt) {
        waiting.computeIfPresent(attempt.tenantId(), (tenant, number) -> number > 1 ? number - 1 : null);
        toAsk -= attempt.asks() ? 1 : 0;
    }

    void asks(QueuedAttempt attempt) {
        asking.add(attempt);
    }

    /**
     * It was answered, or asks no more: the turn that it gave up is its tenant's again. Where it has asked in vain so far, it
     * is another tenant's turn, and no room is kept for it: nobody knows for how long the ledger is silent.
     */
    void asked(QueuedAttempt attempt, boolean isUnheard) {
        asking.remove(attempt);
        if (isUnheard) {
            endTurn(attempt.tenantId());
        } else {
            beginTurn(attempt.tenantId());
        }
    }

    private void beginTurn(String tenantId) {
        Integer number = waiting.remove(tenantId);
        if (number != null) {
            waiting.putFirst(tenantId, number);
        }
    }

    private void endTurn(String tenantId) {
        Integer number = waiting.remove(tenantId);
        if (number != null) {
            waiting.putLast(tenantId, number);
        }
    }
}
