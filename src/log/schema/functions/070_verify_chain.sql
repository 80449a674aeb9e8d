-- Computes the chain again from the stored rows and returns the batches that do not fit, oldest first; then the positions
-- whose tags are not those of their event, because guards are answered from them. What the chain cannot tell is that its
-- newest batches were removed with all that belongs to them: compare the head with one noted elsewhere.
CREATE OR REPLACE FUNCTION verify_chain(p_from bigint, p_to bigint) RETURNS TABLE (last_position bigint, problem text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  b        record;
  previous bytea;
  previous_position bigint;
  texts    text;
  stored   bigint;
  mistimed bigint;
BEGIN
  SELECT l.hash, l.last_position INTO previous, previous_position FROM log_batches l
    WHERE l.last_position < p_from ORDER BY l.last_position DESC LIMIT 1;
  IF previous IS NULL THEN
    SELECT sha256(uuid_send(id)), 0 INTO previous, previous_position FROM log;
  END IF;
  FOR b IN SELECT * FROM log_batches l WHERE l.last_position BETWEEN p_from AND p_to ORDER BY l.last_position LOOP
    SELECT count(*), count(*) FILTER (WHERE e.recorded_at <> b.recorded_at),
        string_agg(digest_text(e.position, e.type, e.version, e.tags, e.data, e.meta, e.recorded_at), E'\x1e'
          ORDER BY e.position)
      INTO stored, mistimed, texts FROM events e WHERE e.position > previous_position AND e.position <= b.last_position;
    IF stored <> b.last_position - previous_position THEN
      last_position := b.last_position; problem := format('%s events missing', b.last_position - previous_position - stored);
      RETURN NEXT;
    ELSIF mistimed > 0 THEN
      last_position := b.last_position; problem := format('%s events have another time', mistimed); RETURN NEXT;
    ELSIF chain_hash(previous, b.batch_id, b.results, texts) IS DISTINCT FROM b.hash THEN
      last_position := b.last_position; problem := 'the hash does not fit'; RETURN NEXT;
    END IF;
    previous := b.hash;
    previous_position := b.last_position;
  END LOOP;
  RETURN QUERY SELECT e.position, 'an event without a batch' FROM events e
    WHERE e.position > (SELECT coalesce(max(l.last_position), 0) FROM log_batches l) AND e.position BETWEEN p_from AND p_to
    ORDER BY e.position;
  RETURN QUERY SELECT coalesce(e.position, t.position), format('the tag %s does not fit', coalesce(e.tag, t.tag))
    FROM (SELECT o.position, o.type, unnest(o.tags) AS tag FROM events o WHERE o.position BETWEEN p_from AND p_to) e
    FULL JOIN (SELECT * FROM event_tags o WHERE o.position BETWEEN p_from AND p_to) t
      ON t.tag = e.tag AND t.position = e.position AND t.type = e.type
    WHERE e.tag IS NULL OR t.tag IS NULL ORDER BY 1;
END $$;
