-- Computes the chain again from the stored rows and returns the batches that do not fit, oldest first.
CREATE OR REPLACE FUNCTION verify_chain(p_from bigint, p_to bigint) RETURNS TABLE (last_position bigint, problem text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  b        record;
  previous bytea;
  previous_position bigint;
  texts    text;
  stored   bigint;
BEGIN
  SELECT l.hash, l.last_position INTO previous, previous_position FROM log_batches l
    WHERE l.last_position < p_from ORDER BY l.last_position DESC LIMIT 1;
  IF previous IS NULL THEN
    SELECT sha256(uuid_send(id)), 0 INTO previous, previous_position FROM log;
  END IF;
  FOR b IN SELECT * FROM log_batches l WHERE l.last_position BETWEEN p_from AND p_to ORDER BY l.last_position LOOP
    SELECT count(*), string_agg(digest_text(e.position, e.type, e.version, e.tags, e.data, e.meta, e.recorded_at),
        E'\x1e' ORDER BY e.position)
      INTO stored, texts FROM events e WHERE e.position > previous_position AND e.position <= b.last_position;
    IF stored <> b.last_position - previous_position THEN
      last_position := b.last_position; problem := format('%s events missing', b.last_position - previous_position - stored);
      RETURN NEXT;
    ELSIF chain_hash(previous, b.batch_id, texts) IS DISTINCT FROM b.hash THEN
      last_position := b.last_position; problem := 'the hash does not fit'; RETURN NEXT;
    END IF;
    previous := b.hash;
    previous_position := b.last_position;
  END LOOP;
END $$;
