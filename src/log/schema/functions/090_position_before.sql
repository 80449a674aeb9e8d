-- A position such that all up to it was appended longer ago than that, and what comes after it was not: found in the
-- batches, whose times never go back.
CREATE OR REPLACE FUNCTION position_before(p_age interval) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  cut  timestamptz := clock_timestamp() - p_age;
  low  bigint := 0;
  high bigint := coalesce((SELECT max(last_position) FROM log_batches), 0);
  b    log_batches;
BEGIN
  WHILE low < high LOOP
    SELECT * INTO b FROM log_batches l WHERE l.last_position >= (low + high + 1) / 2 ORDER BY l.last_position LIMIT 1;
    IF b.recorded_at < cut THEN
      low := b.last_position;
    ELSE
      high := (low + high + 1) / 2 - 1;
    END IF;
  END LOOP;
  RETURN low;
END $$;
