-- When those in the queue were last heard of, by whichever process they poll.
CREATE TABLE queue_presence (
  user_id bigint PRIMARY KEY,
  seen_at timestamptz NOT NULL
);
