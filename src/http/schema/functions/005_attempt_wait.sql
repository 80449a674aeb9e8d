-- Seconds until each of the counts `[{key, most, window_sec}]` has fewer than `most` in its window; 0 when they have now.
-- `may_make_room`: the wait is only due to attempts in progress, which may be given back at any moment. An attempt not
-- settled within 15 s, longer than a request lasts, keeps counting.
CREATE OR REPLACE FUNCTION attempt_wait(p_counts jsonb, OUT wait integer, OUT may_make_room boolean)
LANGUAGE sql VOLATILE AS $$
  WITH counted AS (
    SELECT most, window_sec,
      ARRAY(
        SELECT t FROM unnest(tried_at || under_way) AS t
        WHERE t > clock_timestamp() - make_interval(secs => window_sec) ORDER BY t DESC) AS times,
      (SELECT count(*) FROM unnest(tried_at) AS t WHERE t > clock_timestamp() - make_interval(secs => window_sec))
        + (SELECT count(*) FROM unnest(under_way) AS t
           WHERE t > clock_timestamp() - make_interval(secs => window_sec) AND t < clock_timestamp() - interval '15 s')
        AS settled
    FROM jsonb_to_recordset(p_counts) AS counts(key text, most integer, window_sec integer)
    JOIN login_attempts USING (key)
  )
  -- The attempt that must leave the window before there is room: the `most`-th from the last.
  SELECT coalesce(max(ceil(extract(epoch FROM times[most] - clock_timestamp()) + window_sec))::integer, 0),
    coalesce(bool_and(settled < most), true)
  FROM counted WHERE cardinality(times) >= most;
$$;
