-- Appends a batch of commands: each whole or, where one of its guards finds a newer event, not at all. One call, one
-- transaction; nobody else appends meanwhile, so positions are gapless and in commit order.
--   p_commands                              the events in order: the number of each one's command
--   p_types … p_metas                       their columns, each a text of values with U+001F between them; it costs less
--                                           to take apart than rows of JSON
--   p_guards [{c, after, tag, more, types}] refused if an event stands after `after` that has the tag and all of `more`,
--                                           and is of one of the types (absent: of any)
--   p_fences [{c, lease, epoch}]            refused once that lease has another epoch
-- Returns {first, refused, fenced}: the first event's position, and the commands not appended. The same batch id again
-- returns what it returned before.
CREATE OR REPLACE FUNCTION append(
  p_batch uuid, p_commands integer[], p_types text, p_versions text, p_tags text, p_data text, p_metas text,
  p_guards jsonb, p_fences jsonb
) RETURNS jsonb
LANGUAGE plpgsql VOLATILE
-- plans must be right on a database never analysed: walk the indexes, row by row
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan SET jit = off
AS $$
DECLARE
  head     log_batches;
  fenced   integer[] := '{}';
  lowest   bigint;
  refused  integer[];
  dropped  integer[];
  at       timestamptz;
  texts    text;
  last     bigint;
  results  jsonb;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'append needs READ COMMITTED, not %', current_setting('transaction_isolation');
  END IF;
  PERFORM pg_advisory_xact_lock(4711);

  SELECT * INTO head FROM log_batches b WHERE b.batch_id = p_batch;
  IF FOUND THEN RETURN head.results; END IF;
  SELECT * INTO head FROM log_batches b ORDER BY b.last_position DESC LIMIT 1;
  IF NOT FOUND THEN
    SELECT 0, sha256(uuid_send(id)), '-infinity' INTO head.last_position, head.hash, head.recorded_at FROM log;
  END IF;

  IF p_fences IS NOT NULL THEN
    -- a takeover waits until this is committed
    PERFORM FROM leases l WHERE l.name IN (SELECT f.lease FROM jsonb_to_recordset(p_fences) AS f(lease text)) FOR SHARE;
    SELECT coalesce(array_agg(f.c), '{}') INTO fenced
    FROM jsonb_to_recordset(p_fences) AS f(c integer, lease text, epoch bigint)
    WHERE NOT EXISTS (SELECT FROM leases l WHERE l.name = f.lease AND l.epoch = f.epoch);
  END IF;

  -- known before the search begins, these bounds keep it to the tables that it is about
  SELECT min((g->>'after')::bigint) INTO lowest FROM jsonb_array_elements(p_guards) g;
  SELECT coalesce(array_agg(DISTINCT g.c), '{}') INTO refused
  FROM jsonb_to_recordset(p_guards) AS g(c integer, after bigint, tag text, more jsonb, types jsonb)
  CROSS JOIN LATERAL (
    SELECT FROM event_tags t
    WHERE t.tag = g.tag AND t.position > g.after AND t.position > lowest AND t.position <= head.last_position
      AND (g.types IS NULL OR g.types ? t.type)
      AND (g.more IS NULL OR NOT EXISTS (
        -- a scalar, because EXISTS becomes a join that walks the whole index
        SELECT FROM jsonb_array_elements_text(g.more) AS m(tag)
        WHERE (SELECT true FROM event_tags o WHERE o.tag = m.tag AND o.position = t.position
          AND o.position > lowest AND o.position <= head.last_position) IS NULL))
    LIMIT 1) hit;

  dropped := fenced || refused;
  at := greatest(clock_timestamp(), head.recorded_at);
  WITH accepted AS MATERIALIZED (
    SELECT head.last_position + row_number() OVER (ORDER BY e.n) AS position, e.type, e.version::smallint,
      e.tags::text[] AS tags, e.data::jsonb AS data, e.meta::jsonb AS meta
    FROM unnest(p_commands, string_to_array(p_types, E'\x1f'), string_to_array(p_versions, E'\x1f'),
      string_to_array(p_tags, E'\x1f'), string_to_array(p_data, E'\x1f'), string_to_array(p_metas, E'\x1f'))
      WITH ORDINALITY AS e(c, type, version, tags, data, meta, n)
    WHERE dropped = '{}' OR NOT e.c = ANY (dropped)
  ), stored AS (
    INSERT INTO events (position, type, version, tags, data, meta, recorded_at)
    SELECT a.position, a.type, a.version, a.tags, a.data, a.meta, at FROM accepted a
  ), tagged AS (
    INSERT INTO event_tags (tag, position, type) SELECT unnest(a.tags), a.position, a.type FROM accepted a
  )
  SELECT max(a.position), string_agg(digest_text(a.position, a.type, a.version, a.tags, a.data, a.meta, at), E'\x1e'
      ORDER BY a.position)
    INTO last, texts FROM accepted a;

  results := jsonb_build_object('first', head.last_position + 1, 'refused', refused, 'fenced', fenced);
  IF last IS NULL THEN RETURN results; END IF;
  INSERT INTO log_batches (last_position, batch_id, results, recorded_at, hash)
    VALUES (last, p_batch, results, at, chain_hash(head.hash, p_batch, results, texts));
  PERFORM pg_notify('log', last::text);
  RETURN results;
END $$;
