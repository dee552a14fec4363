-- The outbox, the inbox and the heartbeat. Every statement may be run again.

CREATE SCHEMA IF NOT EXISTS sluice;

-- A command waits here, written in the same transaction as the business row it belongs to.
-- An INSERT of aggregate_id, event_type and one payload is enough: JSON goes to payload, a record in
-- the Confluent wire format (first byte 0) to payload_avro. All other columns belong to the relay:
--   published = true                        the command has been seen on the topic
--   processed_at set, published = false     it became a dead letter, last_error says why; set processed_at
--                                           back to NULL to have it published again
--   publish_attempts, last_error            how often, and why, the relay had to publish it again
CREATE TABLE IF NOT EXISTS sluice.outbox (
  id               uuid        NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  aggregate_id     text        NOT NULL,
  event_type       text        NOT NULL,
  payload          jsonb,
  payload_avro     bytea,
  headers          jsonb,
  created_at       timestamptz NOT NULL DEFAULT now(),
  published        boolean     NOT NULL DEFAULT false,
  publish_attempts integer     NOT NULL DEFAULT 0,
  last_error       text,
  processed_at     timestamptz,
  message          bytea,
  traceparent      text,
  CONSTRAINT outbox_has_a_key CHECK (octet_length(aggregate_id) BETWEEN 1 AND 1024),
  -- It travels as a header, and a dead letter keeps all headers: one that no topic takes would hold up the others.
  CONSTRAINT outbox_event_type_is_short CHECK (octet_length(event_type) <= 1024),
  CONSTRAINT outbox_has_one_payload CHECK (num_nonnulls(payload, payload_avro) = 1),
  CONSTRAINT outbox_headers_are_small CHECK (jsonb_typeof(headers) = 'object' AND octet_length(headers::text) <= 16384)
);

CREATE INDEX IF NOT EXISTS outbox_unpublished ON sluice.outbox (created_at) WHERE NOT published;
CREATE INDEX IF NOT EXISTS outbox_published ON sluice.outbox (processed_at) WHERE published;

-- message holds the bytes that are published, whichever payload was given: the event router of Debezium
-- knows one payload column, and logical decoding leaves generated columns out before PostgreSQL 18.
CREATE OR REPLACE FUNCTION sluice.outbox_fill_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.message := coalesce(NEW.payload_avro, convert_to(NEW.payload::text, 'UTF8'));
  NEW.traceparent := NEW.headers ->> 'traceparent';
  RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER outbox_fill_message BEFORE INSERT ON sluice.outbox
  FOR EACH ROW EXECUTE FUNCTION sluice.outbox_fill_message();

-- What a consumer has already handled, written in the same transaction as what it did.
CREATE TABLE IF NOT EXISTS sluice.inbox (
  consumer    text        NOT NULL,
  message_id  text        NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, message_id)
);

CREATE INDEX IF NOT EXISTS inbox_received ON sluice.inbox (received_at);

-- One row, replaced at each beat: it moves the replication slot on in a database that is otherwise quiet.
CREATE TABLE IF NOT EXISTS sluice.heartbeat (
  id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  beat_at timestamptz NOT NULL DEFAULT now()
);
