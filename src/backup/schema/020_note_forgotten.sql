-- Whoever deletes a person's key forgets the person: noted here, so that no way of doing it can miss the note.
CREATE FUNCTION note_forgotten() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO forgotten_subjects AS f (subject, forgotten_at) VALUES (OLD.subject, clock_timestamp())
    ON CONFLICT (subject) DO UPDATE SET forgotten_at = greatest(f.forgotten_at, excluded.forgotten_at);
  RETURN OLD;
END $$;
CREATE TRIGGER note_forgotten AFTER DELETE ON personal_keys FOR EACH ROW EXECUTE FUNCTION note_forgotten();
