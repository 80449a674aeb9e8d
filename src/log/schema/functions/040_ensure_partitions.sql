-- Makes sure that the positions after the head have a table: p_ahead of them among the events, and p_tags_ahead among the
-- tags. Ranges of tags are small, because tags come in any order: the index that takes them must stay in memory, and be
-- written whole to the write-ahead log but seldom. The longer the log the larger they are, so that there are never many
-- (32 from one doubling of the log to the next, at most). True when one was made.
CREATE OR REPLACE FUNCTION ensure_partitions(
  p_ahead bigint DEFAULT 10000000, p_size bigint DEFAULT 100000000,
  p_tags_ahead bigint DEFAULT 1048576, p_tags_size bigint DEFAULT 262144, p_head bigint DEFAULT NULL
) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  head bigint := coalesce(p_head, (SELECT max(last_position) FROM log_batches), 0);
  made boolean := false;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('event partitions'));
  WHILE coalesce((SELECT max(upper_bound) FROM partitions_of('events')), 1) <= head + p_ahead LOOP
    PERFORM add_partition('events', p_size);
    made := true;
  END LOOP;
  WHILE coalesce((SELECT max(upper_bound) FROM partitions_of('event_tags')), 1) <= head + p_tags_ahead LOOP
    PERFORM add_partition('event_tags', p_tags_size * greatest(1, head / 32 / p_tags_size));
    made := true;
  END LOOP;
  RETURN made;
END $$;
