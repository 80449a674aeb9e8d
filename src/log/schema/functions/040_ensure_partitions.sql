-- Makes sure that at least p_ahead positions after the head have a table. True when one was made.
CREATE OR REPLACE FUNCTION ensure_partitions(p_ahead bigint DEFAULT 10000000, p_size bigint DEFAULT 100000000) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  made boolean := false;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('event partitions'));
  WHILE coalesce((SELECT max(upper_bound) FROM event_partitions()), 1)
      <= coalesce((SELECT max(last_position) FROM log_batches), 0) + p_ahead LOOP
    PERFORM add_partition(p_size);
    made := true;
  END LOOP;
  RETURN made;
END $$;
