-- Writes the tags of a range of restored events: what each event is about stands in the event itself.
CREATE OR REPLACE FUNCTION restore_tags(p_from bigint, p_to bigint) RETURNS void
LANGUAGE sql AS $$
  SELECT ensure_partitions(p_head => p_to);
  INSERT INTO event_tags (tag, position, type)
  SELECT unnest(e.tags), e.position, e.type FROM events e WHERE e.position BETWEEN p_from AND p_to
$$;
