-- Counts one attempt under every key and returns a wait of 0, or counts nothing and returns the seconds until all have
-- room. An attempt counts before it is known how it ends, so that a hundred at once cannot all slip below the limit.
-- Rows are locked in the order of their keys: two that share keys cannot wait for each other.
CREATE OR REPLACE FUNCTION reserve_attempt(p_counts jsonb, OUT wait integer, OUT may_make_room boolean)
LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz;
BEGIN
  INSERT INTO login_attempts (key, tried_at, expires_at)
    SELECT key, '{}', clock_timestamp() + make_interval(secs => max(window_sec))
    FROM jsonb_to_recordset(p_counts) AS counts(key text, window_sec integer) GROUP BY key ORDER BY key
    ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at;
  v_now := clock_timestamp();
  SELECT w.wait, w.may_make_room INTO wait, may_make_room FROM attempt_wait(p_counts) AS w;
  IF wait > 0 THEN RETURN; END IF;
  UPDATE login_attempts AS a SET
      tried_at = ARRAY(SELECT t FROM unnest(tried_at) AS t WHERE t > v_now - make_interval(secs => window_sec) ORDER BY t),
      under_way = ARRAY(
        SELECT t FROM unnest(under_way) AS t WHERE t > v_now - make_interval(secs => window_sec) ORDER BY t
      ) || v_now,
      expires_at = v_now + make_interval(secs => window_sec)
    FROM jsonb_to_recordset(p_counts) AS counts(key text, window_sec integer)
    WHERE a.key = counts.key;
END $$;
