-- Points the view under a read model's plain name, which analysts query, at its newest live table. False while it is
-- being read for longer than a second, so that nobody queues behind it, or while views of others on it keep it from
-- changing its columns: try again later.
CREATE OR REPLACE FUNCTION point_view(p_name text) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
  target text;
BEGIN
  -- two processes that start at once would make the same view
  PERFORM pg_advisory_xact_lock(hashtext('point_view'));
  SELECT table_name INTO target FROM read_models
    WHERE name = p_name AND state = 'live' ORDER BY version DESC LIMIT 1;
  IF target IS NULL OR obj_description(to_regclass(quote_ident(p_name)), 'pg_class') = target THEN RETURN true; END IF;
  BEGIN
    EXECUTE format('CREATE OR REPLACE VIEW %I AS SELECT * FROM %I', p_name, target);
  EXCEPTION WHEN invalid_table_definition THEN
    EXECUTE format('DROP VIEW %I', p_name);
    EXECUTE format('CREATE VIEW %I AS SELECT * FROM %I', p_name, target);
  END;
  EXECUTE format('COMMENT ON VIEW %I IS %L', p_name, target);
  RETURN true;
EXCEPTION WHEN lock_not_available OR dependent_objects_still_exist THEN
  RETURN false;
END $$;
