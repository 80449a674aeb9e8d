-- Drops retired tables and those of older versions that no running process reads any more, and names them.
CREATE OR REPLACE FUNCTION drop_unused_read_models() RETURNS SETOF text
LANGUAGE plpgsql AS $$
DECLARE
  unused text;
BEGIN
  DELETE FROM processes WHERE seen_at < now() - interval '60 seconds';
  -- the loop chooses first and drops then; in one statement the planner might drop before it has chosen
  FOR unused IN
    SELECT r.table_name FROM read_models r
    WHERE r.state <> 'building' AND r.changed_at < now() - interval '60 seconds'
      AND (r.state = 'retired' OR EXISTS (SELECT FROM read_models newer
        WHERE newer.name = r.name AND newer.version > r.version AND newer.state = 'live'))
      AND NOT EXISTS (SELECT FROM processes WHERE r.table_name = ANY (tables))
  LOOP
    IF drop_read_model(unused) THEN RETURN NEXT unused; END IF;
  END LOOP;
END $$;
