-- Makes a built table the one that queries read; the one before is retired. All in one step, or nothing.
CREATE OR REPLACE FUNCTION switch_read_model(p_table text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  built read_models;
BEGIN
  SELECT * INTO STRICT built FROM read_models WHERE table_name = p_table FOR UPDATE;
  UPDATE read_models SET state = 'retired', changed_at = now()
    WHERE name = built.name AND version = built.version AND state = 'live';
  UPDATE read_models SET state = 'live', changed_at = now() WHERE table_name = p_table;
  PERFORM pg_notify('read_models', '{}');
END $$;
