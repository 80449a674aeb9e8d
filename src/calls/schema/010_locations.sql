-- Where people are, coarsely and briefly: the one fact that is not an event, because the law asks to keep it briefly.
CREATE TABLE locations (
  user_id    bigint PRIMARY KEY,
  cell       text NOT NULL, -- H3, resolution 6
  expires_at timestamptz NOT NULL
);
CREATE INDEX locations_expiry ON locations (expires_at);
