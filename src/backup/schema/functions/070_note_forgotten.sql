-- Whoever deletes a key forgets its subject: noted here, and told to every process that may hold the key in memory.
CREATE OR REPLACE FUNCTION note_forgotten() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO forgotten_subjects AS f (subject, forgotten_at) VALUES (OLD.subject, clock_timestamp())
    ON CONFLICT (subject) DO UPDATE SET forgotten_at = greatest(f.forgotten_at, excluded.forgotten_at);
  PERFORM pg_notify('forgotten', OLD.subject::text);
  RETURN OLD;
END $$;
