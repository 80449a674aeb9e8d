-- How far each reactor has taken events from the log.
CREATE TABLE reactors (
  name     text PRIMARY KEY,
  position bigint NOT NULL
);

-- Events that a reactor has taken and not dealt with yet. Only positions: what they are about stands in the log.
CREATE TABLE reactions (
  reactor    text NOT NULL REFERENCES reactors (name),
  position   bigint NOT NULL,
  attempts   integer NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL,
  -- why the last attempt failed; never personal
  problem    text,
  -- given up on until staff retry it
  parked_at  timestamptz,
  PRIMARY KEY (reactor, position)
);
CREATE INDEX ON reactions (reactor, next_at) WHERE parked_at IS NULL;
