-- How far each chore has come that is done once in the life of a database: `place` says where to go on.
CREATE TABLE chores_once (
  name    text PRIMARY KEY,
  place   text NOT NULL,
  done_at timestamptz
);
