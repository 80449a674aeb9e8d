-- Points the view under a read model's plain name, which analysts query, at its newest live table.
-- Waits a second at most for those who are reading it, so that nobody queues behind them; then false: try again later.
CREATE OR REPLACE FUNCTION point_view(p_name text) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
  target text;
BEGIN
  SELECT table_name INTO target FROM read_models
    WHERE name = p_name AND state = 'live' ORDER BY version DESC LIMIT 1;
  IF target IS NULL OR obj_description(to_regclass(quote_ident(p_name)), 'pg_class') = target THEN RETURN true; END IF;
  EXECUTE format('DROP VIEW IF EXISTS %I', p_name);
  EXECUTE format('CREATE VIEW %I AS SELECT * FROM %I', p_name, target);
  EXECUTE format('COMMENT ON VIEW %I IS %L', p_name, target);
  RETURN true;
EXCEPTION WHEN lock_not_available THEN
  RETURN false;
END $$;
