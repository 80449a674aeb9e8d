-- Counts one attempt for every key and returns 0, or counts nothing and returns the seconds until all keys have room.
-- An attempt counts before the password is looked at, so that a hundred at once cannot all slip below the limit.
-- Rows are locked in the order of their keys: two logins that share keys cannot wait for each other.
CREATE OR REPLACE FUNCTION attempt_login(p_keys jsonb, p_limit integer, p_window_sec integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz;
  v_wait integer;
BEGIN
  INSERT INTO login_attempts (key, tried_at, expires_at)
    SELECT k, '{}', clock_timestamp() + make_interval(secs => p_window_sec)
    FROM (SELECT DISTINCT k FROM jsonb_array_elements_text(p_keys) AS k ORDER BY k) AS keys
    ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at;
  v_now := clock_timestamp();
  v_wait := login_wait(p_keys, p_limit, p_window_sec);
  IF v_wait > 0 THEN RETURN v_wait; END IF;
  UPDATE login_attempts SET
      tried_at = ARRAY(
        SELECT t FROM unnest(tried_at) AS t WHERE t > v_now - make_interval(secs => p_window_sec) ORDER BY t
      ) || v_now,
      expires_at = v_now + make_interval(secs => p_window_sec)
    WHERE key IN (SELECT jsonb_array_elements_text(p_keys));
  RETURN 0;
END $$;
