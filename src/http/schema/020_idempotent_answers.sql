-- The first answer to each Idempotency-Key, kept for a day. A row without an answer is a request that has begun.
CREATE TABLE idempotent_answers (
  key_hash text PRIMARY KEY,
  body_hash text NOT NULL,
  status integer,
  answer bytea,
  position bigint,
  expires_at timestamptz NOT NULL
);
CREATE INDEX idempotent_answers_expiry ON idempotent_answers (expires_at);
