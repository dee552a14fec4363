-- The slot remembers, in PostgreSQL, how far the outbox has been published. It keeps WAL until then: drop
-- it with pg_drop_replication_slot when no relay will run any more.
SELECT pg_create_logical_replication_slot('sluice_outbox', 'pgoutput')
WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 'sluice_outbox');
