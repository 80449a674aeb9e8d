-- Takes away what a restore has put into the log's tables so far, read models and all. Only while there is no row in log,
-- which is as long as a restore goes on: a log that is in use cannot be emptied.
CREATE OR REPLACE FUNCTION empty_log() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  p record;
BEGIN
  IF EXISTS (SELECT FROM log) THEN RAISE EXCEPTION 'this log is in use and is not emptied'; END IF;
  ALTER TABLE log_batches DISABLE TRIGGER append_only;
  TRUNCATE log_batches, personal_keys, forgotten_subjects;
  ALTER TABLE log_batches ENABLE TRIGGER append_only;
  FOR p IN SELECT name FROM partitions_of('events') UNION ALL SELECT name FROM partitions_of('event_tags') LOOP
    EXECUTE format('DROP TABLE %I', p.name);
  END LOOP;
  PERFORM ensure_partitions();
  FOR p IN SELECT DISTINCT name FROM read_models LOOP EXECUTE format('DROP VIEW IF EXISTS %I', p.name); END LOOP;
  FOR p IN SELECT table_name FROM read_models LOOP
    IF NOT drop_read_model(p.table_name) THEN RAISE EXCEPTION 'the read model % is in use', p.table_name; END IF;
  END LOOP;
END $$;
