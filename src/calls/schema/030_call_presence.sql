-- Who has, or had, a socket in an open call, and when that was last so: no fact, it ends with the call.
CREATE TABLE call_presence (
  call_id bigint NOT NULL,
  user_id bigint NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (call_id, user_id)
);
CREATE INDEX call_presence_seen_at ON call_presence (seen_at);
