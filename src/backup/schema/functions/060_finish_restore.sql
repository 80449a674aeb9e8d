-- The last step of a restore: from here on the database has a log, with this id, and processes may start on it.
CREATE OR REPLACE FUNCTION finish_restore(p_id uuid, p_created_at timestamptz, p_used_ids jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM raise_ids(to_regclass(u.key), u.value::bigint) FROM jsonb_each_text(p_used_ids) u WHERE to_regclass(u.key) IS NOT NULL;
  INSERT INTO log (id, created_at) VALUES (p_id, p_created_at);
END $$;
