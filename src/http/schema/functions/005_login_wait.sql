-- Seconds until every one of the keys has fewer than p_limit attempts in the window; 0 when they have now.
CREATE OR REPLACE FUNCTION login_wait(p_keys jsonb, p_limit integer, p_window_sec integer) RETURNS integer
LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(max(ceil(extract(epoch FROM nth - clock_timestamp()) + p_window_sec))::integer, 0)
  FROM login_attempts
  -- The attempt that must leave the window before there is room: the p_limit-th from the last.
  CROSS JOIN LATERAL (SELECT t AS nth FROM unnest(tried_at) AS t ORDER BY t DESC OFFSET p_limit - 1 LIMIT 1) AS last
  WHERE key IN (SELECT jsonb_array_elements_text(p_keys))
    AND nth > clock_timestamp() - make_interval(secs => p_window_sec);
$$;
