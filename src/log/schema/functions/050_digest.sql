-- The text of an event that the hash chain covers: all its columns, separated by characters that none of them can hold.
CREATE OR REPLACE FUNCTION digest_text(
  p_position bigint, p_type text, p_version smallint, p_tags text[], p_data jsonb, p_meta jsonb, p_recorded_at timestamptz
) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p_position || E'\x1f' || p_type || E'\x1f' || p_version || E'\x1f' || p_tags::text || E'\x1f' || p_data::text
    || E'\x1f' || p_meta::text || E'\x1f' || (extract(epoch FROM p_recorded_at) * 1000000)::bigint
$$;
