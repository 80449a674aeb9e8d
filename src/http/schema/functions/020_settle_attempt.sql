-- Settles the last attempt in progress under every key: a failed one keeps counting, any other is given back.
CREATE OR REPLACE FUNCTION settle_attempt(p_keys jsonb, p_failed boolean) RETURNS void
LANGUAGE sql AS $$
  WITH locked AS (
    SELECT key FROM login_attempts WHERE key IN (SELECT jsonb_array_elements_text(p_keys)) ORDER BY key FOR UPDATE
  )
  UPDATE login_attempts SET
    under_way = under_way[:cardinality(under_way) - 1],
    tried_at = CASE WHEN p_failed THEN tried_at || under_way[cardinality(under_way):] ELSE tried_at END
  FROM locked WHERE login_attempts.key = locked.key;
$$;
