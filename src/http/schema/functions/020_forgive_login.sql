-- Gives back the last attempt of every key: the password was right, or was never looked at.
CREATE OR REPLACE FUNCTION forgive_login(p_keys jsonb) RETURNS void
LANGUAGE sql AS $$
  WITH locked AS (
    SELECT key FROM login_attempts WHERE key IN (SELECT jsonb_array_elements_text(p_keys)) ORDER BY key FOR UPDATE
  )
  UPDATE login_attempts SET tried_at = tried_at[:cardinality(tried_at) - 1]
  FROM locked WHERE login_attempts.key = locked.key;
$$;
