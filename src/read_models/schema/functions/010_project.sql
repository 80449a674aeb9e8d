-- Writes what a batch of events changed in several read models, with their checkpoints, or nothing:
-- false when another leader has taken over (its epoch is newer) or somebody else has moved a checkpoint.
-- It does not wait for the disk: what a crash takes, rows and checkpoint alike, is folded again from the log.
-- p_tables: [{table_name, from_position, to_position, upserts, deletes}]
CREATE OR REPLACE FUNCTION project(p_lease text, p_epoch bigint, p_tables jsonb) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
  t record;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  IF p_lease IS NOT NULL THEN
    PERFORM FROM leases WHERE name = p_lease AND epoch = p_epoch FOR SHARE;
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  FOR t IN
    SELECT * FROM jsonb_to_recordset(p_tables)
      AS r(table_name text, from_position bigint, to_position bigint, upserts jsonb, deletes jsonb)
    ORDER BY table_name
  LOOP
    UPDATE read_models SET position = t.to_position
      WHERE table_name = t.table_name AND position = t.from_position;
    IF NOT FOUND THEN RAISE EXCEPTION 'checkpoint of % is not %', t.table_name, t.from_position USING ERRCODE = 'serialization_failure'; END IF;
    IF t.upserts IS NOT NULL OR t.deletes IS NOT NULL THEN
      EXECUTE format('SELECT %I($1, $2)', 'write_' || t.table_name) USING t.upserts, t.deletes;
    END IF;
  END LOOP;
  PERFORM pg_notify('read_models', (
    SELECT jsonb_object_agg(table_name, to_position)::text
    FROM jsonb_to_recordset(p_tables) AS r(table_name text, to_position bigint)));
  RETURN true;
END $$;
