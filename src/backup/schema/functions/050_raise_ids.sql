-- Moves the sequence of a kind of ids past the largest that is in use. They hand out blocks: nextval is the first of one.
CREATE OR REPLACE FUNCTION raise_ids(p_sequence regclass, p_used bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  s pg_sequences;
BEGIN
  SELECT q.* INTO STRICT s FROM pg_sequences q
    WHERE format('%I.%I', q.schemaname, q.sequencename)::regclass = p_sequence;
  IF p_used < 1 OR p_used < coalesce(s.last_value, 1 - s.increment_by) + s.increment_by THEN RETURN; END IF;
  PERFORM setval(p_sequence, s.start_value + (p_used - s.start_value) / s.increment_by * s.increment_by);
END $$;
