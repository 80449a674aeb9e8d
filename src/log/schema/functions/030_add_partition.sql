-- Makes the table for the next range of positions. It is built alone and then attached: CREATE … PARTITION OF would wait
-- behind any reader and hold up appends.
CREATE OR REPLACE FUNCTION add_partition(p_table text, p_size bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  from_position bigint;
  name          text;
BEGIN
  SELECT coalesce(max(upper_bound), 1) INTO from_position FROM partitions_of(p_table::regclass);
  name := format('%s_%s', p_table, from_position);
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL,
    CONSTRAINT in_range CHECK (position >= %s AND position < %s))', name, p_table, from_position, from_position + p_size);
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
    p_table, name, from_position, from_position + p_size);
  RETURN name;
END $$;
