-- Which tables the processes that run now read; one that is gone stops saying so.
CREATE TABLE processes (
  id      uuid PRIMARY KEY,
  tables  text[] NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now()
);
