-- One row an append: the log's head, what was answered, and the hash chain over the stored rows.
CREATE TABLE log_batches (
  last_position bigint PRIMARY KEY,
  batch_id      uuid NOT NULL UNIQUE,
  results       jsonb NOT NULL,
  recorded_at   timestamptz NOT NULL,
  hash          bytea NOT NULL
);
