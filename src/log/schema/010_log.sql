-- Which log this is. One row, never changed: cursors and copies name it.
CREATE TABLE log (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX log_is_one ON log ((true));
INSERT INTO log DEFAULT VALUES;
