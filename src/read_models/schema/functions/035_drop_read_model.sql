-- Takes a read model's table away, its writer and its entry, all or nothing. False while something still hangs on it or
-- reads it: try again later.
CREATE OR REPLACE FUNCTION drop_read_model(p_table text) RETURNS boolean
LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
BEGIN
  EXECUTE format('DROP TABLE IF EXISTS %I', p_table);
  EXECUTE format('DROP FUNCTION IF EXISTS %I(jsonb, jsonb)', 'write_' || p_table);
  DELETE FROM read_models WHERE table_name = p_table;
  RETURN true;
EXCEPTION WHEN lock_not_available OR dependent_objects_still_exist THEN
  RETURN false;
END $$;
