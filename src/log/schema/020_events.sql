-- Every fact, in the order in which it became one. Ranges of positions are tables of their own: see add_partition.
CREATE TABLE events (
  position    bigint NOT NULL PRIMARY KEY,
  type        text NOT NULL,
  version     smallint NOT NULL,
  tags        text[] NOT NULL,
  data        jsonb NOT NULL,
  meta        jsonb NOT NULL,
  recorded_at timestamptz NOT NULL
) PARTITION BY RANGE (position);
CREATE INDEX events_type ON events (type, position);
CREATE INDEX events_recorded_at ON events USING brin (recorded_at);
