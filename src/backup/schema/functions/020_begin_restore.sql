-- Makes an empty database ready to take a log: until the end of the restore it has no row in log, and no process starts
-- on it. What a restore that was broken off left is thrown away. Refuses a database that has a log of its own.
CREATE OR REPLACE FUNCTION begin_restore() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4711);
  IF EXISTS (SELECT FROM log) THEN
    IF EXISTS (SELECT FROM events) OR EXISTS (SELECT FROM log_batches) OR EXISTS (SELECT FROM event_tags)
        OR EXISTS (SELECT FROM personal_keys) OR EXISTS (SELECT FROM forgotten_subjects) THEN
      RAISE EXCEPTION 'The database is not empty: a restore goes into a new one only.' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    ALTER TABLE log DISABLE TRIGGER append_only;
    DELETE FROM log;
    ALTER TABLE log ENABLE TRIGGER append_only;
  END IF;
  PERFORM empty_log();
END $$;
