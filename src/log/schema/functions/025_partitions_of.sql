-- The tables that make up events or event_tags, with the first position after each.
CREATE OR REPLACE FUNCTION partitions_of(p_table regclass) RETURNS TABLE (name text, upper_bound bigint)
LANGUAGE sql STABLE AS $$
  SELECT c.relname::text, substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''(\d+)''\)')::bigint
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = p_table
$$;
