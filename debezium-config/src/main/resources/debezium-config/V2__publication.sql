-- Only inserts travel, so marking and pruning rows emits nothing. A row that no topic would take is left
-- out: it would stop a Kafka Connect task for good, while the relay's sweeper makes it a dead letter.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'sluice_outbox') THEN
    CREATE PUBLICATION sluice_outbox
      FOR TABLE sluice.outbox (id, aggregate_id, event_type, headers, created_at, message, traceparent)
          WHERE (octet_length(message) <= 1000000),
        TABLE sluice.heartbeat
      WITH (publish = 'insert');
  END IF;
END
$$;
